// Pointing at a broker of a diagram, or moving the focus to it, lights its own links.
(() => {
  const light = (event) => {
    const figure = event.target.closest?.(".nd");
    if (!figure) return;
    const name = event.target.closest(".nd-broker")?.dataset.broker;
    figure.classList.toggle("nd-lit", name !== undefined);
    for (const link of figure.querySelectorAll(".nd-link")) {
      link.classList.toggle("nd-lit", name !== undefined && [link.dataset.from, link.dataset.to].includes(name));
    }
  };
  for (const type of ["mouseover", "focusin"]) document.addEventListener(type, light);
})();
