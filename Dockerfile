# The build stage has a shell, npm and the development dependencies. Only its output is copied into the image. It always runs on the
# platform of the building machine, because the output is the same for every platform. (Without BuildKit, pass
# `--build-arg BUILDPLATFORM=linux/arm64` on arm64.)
FROM --platform=${BUILDPLATFORM:-linux/amd64} node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Any user can write to /data, so the container can run as any user.
RUN npm run bundle \
  && mkdir -p /out/app /out/folders/data /out/folders/fixtures \
  && rm -f dist/index.* \
  && cp -r package.json LICENSE README.md CHANGELOG.md dist docs fixtures specs /out/app/ \
  && chmod 1777 /out/folders/data

FROM gcr.io/distroless/nodejs24-debian12:nonroot
LABEL org.opencontainers.image.title="atrium-atms-mock" \
  org.opencontainers.image.description="Mock server for the user APIs of MX Atrium and inSIGHT ATMS" \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /out/folders/ /
COPY --from=build /out/app /app
USER 65532:65532
ENV MOCK_HOST=0.0.0.0 MOCK_DATA_DIR=/data MOCK_FIXTURES_DIR=/fixtures
EXPOSE 3000
VOLUME /data
STOPSIGNAL SIGTERM
# Reads the port from the environment and from the flags of the first process. Runs every second, because pipelines wait for it.
HEALTHCHECK --interval=1s --timeout=3s --start-period=30s --retries=5 CMD ["/nodejs/bin/node", "/app/dist/main.cjs", "health"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/main.cjs"]
