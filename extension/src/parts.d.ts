// Modules that vite.parts.config.ts builds, by the addresses that pages load them from.

declare module "/parts/*";
