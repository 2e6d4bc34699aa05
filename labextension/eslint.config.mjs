import jupyter from '@jupyter/eslint-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['lib', 'coverage', 'node_modules', 'src/server/messages.ts']
  },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json' }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60]
    }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { jupyter },
    rules: {
      ...Object.fromEntries(
        Object.keys(jupyter.configs.recommended[0].rules).map(rule => [
          rule,
          'error'
        ])
      ),
      // Our plugins start with the application and need what they import at once.
      'jupyter/prefer-lazy-imports': 'off'
    }
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' }
  }
);
