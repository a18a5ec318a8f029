/* What scrolls sideways can be reached with the keyboard: wide tables, and rows of tabs on a small screen. */
const reachable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
    else target.removeAttribute("tabindex")
  }
})

document$.subscribe(() => {
  reachable.disconnect()
  requestAnimationFrame(() => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels")) reachable.observe(box)
  })
})
