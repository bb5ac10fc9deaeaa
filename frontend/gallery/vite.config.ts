import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The gallery: a static page of the theme and the components, for looking at. Never shipped. */
export default defineConfig({
  root: at('.'),
  base: './',
  publicDir: at('../src/main/resources/dev/profilekeep/ui'),
  resolve: {
    alias: {
      '@pk': at('../src/main/resources/META-INF/resources/frontend/profilekeep'),
      '@theme': at('../src/main/resources/META-INF/resources/themes/profilekeep'),
    },
  },
  build: { outDir: at('../target/gallery'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
});
