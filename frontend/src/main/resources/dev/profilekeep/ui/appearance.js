// Applies the kept theme and density before the first paint. Keys and attributes: see profilekeep/appearance.ts.
(function () {
  var root = document.documentElement;
  var kept = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (e) {
      return null; // storage can be forbidden: the system's choice then
    }
  };
  var darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
  var apply = function () {
    var choice = kept('pk-theme');
    var dark = choice === 'dark' || (choice !== 'light' && darkSystem.matches);
    var others = (root.getAttribute('theme') || '').split(/\s+/).filter(function (name) {
      return name && name !== 'dark' && name !== 'light';
    });
    root.setAttribute('theme', others.concat(dark ? 'dark' : 'light').join(' '));
    root.setAttribute('data-density', kept('pk-density') === 'compact' ? 'compact' : 'comfortable');
  };
  apply();
  darkSystem.addEventListener('change', apply);
})();
