# The hub for production: Node 24, the packages it runs on, the built web workplace, no tools.
# Everything it must keep lies in the volume /data; settings come from the environment (table in README.md).
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The Node among the optional packages is for machines with an older one; the image has its own.
RUN npm run build:ui && npm prune --ignore-scripts --omit=dev --omit=optional

FROM node:24-bookworm-slim
WORKDIR /app
# Each thread of the C library would keep freed pages of 1C to itself: two places instead of sixteen.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 HUB_HOST=0.0.0.0 HUB_PORT=8080 HUB_DATA=/data
COPY --from=build /app ./
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HUB_PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "scripts/hub.mjs", "start"]
