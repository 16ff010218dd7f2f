FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run bundle && mkdir -p /out/data && cp -r package.json LICENSE dist fixtures specs /out/

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
COPY --from=build /out/package.json /out/LICENSE ./
COPY --from=build /out/fixtures ./fixtures
COPY --from=build /out/specs ./specs
COPY --from=build /out/dist ./dist
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV MOCK_HOST=0.0.0.0 MOCK_DATA_DIR=/data
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=2s --timeout=2s --start-period=5s CMD ["/nodejs/bin/node", "/app/dist/main.js", "health"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/main.js"]
