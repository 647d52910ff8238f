// Light or dark: what the machine prefers, until a person says otherwise. A classic script, so that no page flashes.
(function theme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => localStorage.getItem("theme") || (dark.matches ? "dark" : "light");
  const show = () => {
    root.dataset.theme = wanted();
  };
  dark.addEventListener("change", show);
  addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    localStorage.setItem("theme", wanted() === "dark" ? "light" : "dark");
    show();
  });
  show();
})();
