// What brokers of a star need, as broker_network/capacity.py computes it. All coefficients come with the page.
(() => {
  const needs = (c, wanted) => {
    const { servers, sites, collectives, agents, waiting, ttl, tls } = wanted
    const places = Math.min(sites, servers)
    const own = Math.ceil(servers / places)
    const others = ttl > 1 ? servers - own : 0
    const need = (connections, subscriptions, links, remote, held) => {
      const kept = c.brokerMib * 1024 + c.connectionKib * connections + c.subscriptionKib * subscriptions + c.linkKib * links + c.remoteKib * remote
      const steps = Math.ceil((100 * kept) / ((100 - c.messagesPercent) * 1024 * c.stepMib))
      const heap = Math.max(c.leastMib, c.stepMib * steps)
      const scheme = tls ? "stomp+ssl" : "stomp"
      const beside = c.beside.base + Math.ceil((c.beside.connection[scheme] * connections) / 1024)
      return { scheme, connections: c.reconnecting * connections + c.spare, held, heap, beside, memory: heap + beside }
    }
    const topics = agents * collectives
    return {
      noc: need(waiting, waiting * collectives, places, servers * collectives, places * topics + servers * collectives),
      site: need(own, own * collectives * (agents + 1), 1, others * collectives, waiting * collectives + (others ? topics + others * collectives : 0)),
    }
  }

  const show = (form) => {
    const wrong = form.querySelector(":invalid")
    const problem = form.querySelector(".problem")
    problem.hidden = !wrong
    form.querySelector("table").hidden = Boolean(wrong)
    if (wrong) {
      problem.textContent = `${wrong.closest("label").querySelector("span").textContent}: give a whole number from ${wrong.min} to ${wrong.max}.`
      return
    }
    const wanted = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, Number(value)]))
    const found = needs(JSON.parse(form.dataset.capacity), wanted)
    for (const place of ["noc", "site"]) {
      for (const cell of form.querySelectorAll(`[data-${place}]`)) {
        const value = found[place][cell.dataset[place]]
        cell.textContent = typeof value === "number" ? value.toLocaleString("en-US") : value
      }
    }
  }

  document$.subscribe(() => {
    for (const form of document.querySelectorAll(".guide-calculator")) {
      form.hidden = false
      form.addEventListener("input", () => show(form))
      form.addEventListener("submit", (event) => event.preventDefault())
      show(form)
    }
  })
})()
