/** The direction of imports: index → plugins → features → review | server | notebook → tokens. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: '^src/(chat|completer|fix|models|status)/' },
      to: {
        path: '^src/(chat|completer|fix|models|status|plugins)/',
        pathNot: '^src/$1/'
      }
    },
    {
      name: 'foundations-know-no-feature',
      severity: 'error',
      from: { path: '^src/(review|server|notebook)/' },
      to: { path: '^src/(chat|completer|fix|models|status|plugins)/' }
    },
    {
      name: 'plugins-are-listed-by-index',
      severity: 'error',
      from: { pathNot: '^src/index' },
      to: { path: '^src/plugins/' }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true
  }
};
