# The build stage has a shell, npm and the development dependencies; nothing of it is in the image but what it made. It runs on the
# machine that builds, whatever the image is for: nothing in the image is compiled. (Without BuildKit nobody says which that is: on arm64 it
# wants `--build-arg BUILDPLATFORM=linux/arm64`.)
FROM --platform=${BUILDPLATFORM:-linux/amd64} node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# /data may be written by any user: the container can be run as anyone.
RUN npm run bundle \
  && mkdir -p /out/app /out/folders/data /out/folders/fixtures \
  && rm -f dist/index.* \
  && cp -r package.json LICENSE dist fixtures specs /out/app/ \
  && chmod 1777 /out/folders/data

FROM gcr.io/distroless/nodejs24-debian12:nonroot
LABEL org.opencontainers.image.title="atrium-atms-mock" \
  org.opencontainers.image.description="Stands in for the user APIs of MX Atrium and inSIGHT ATMS in tests" \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /out/folders/ /
COPY --from=build /out/app /app
USER 65532:65532
ENV MOCK_HOST=0.0.0.0 MOCK_DATA_DIR=/data MOCK_FIXTURES_DIR=/fixtures
EXPOSE 3000
VOLUME /data
STOPSIGNAL SIGTERM
# It finds the port by the variables of the container and the flags of its first process. Often, because a pipeline waits for it.
HEALTHCHECK --interval=1s --timeout=3s --start-period=30s --retries=5 CMD ["/nodejs/bin/node", "/app/dist/main.cjs", "health"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/main.cjs"]
