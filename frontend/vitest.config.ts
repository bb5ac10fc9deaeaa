import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { '@pk': at('src/main/resources/META-INF/resources/frontend/profilekeep') } },
  test: {
    environment: 'jsdom',
    include: ['src/test/frontend/**/*.test.ts'],
    setupFiles: ['src/test/frontend/setup.ts'],
    restoreMocks: true,
  },
});
