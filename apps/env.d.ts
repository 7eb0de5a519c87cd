// What Vite adds to modules: styles, assets and import.meta.env.
/// <reference types="vite/client" />
