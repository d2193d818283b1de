/// The page of the overview: its figures, and its tables.
enum DashboardView {
    static let html = ViewPage.html(
        title: "Overview",
        body: """
            <h1 id="title">Overview</h1><div id="panels" class="grid"></div><p id="message" class="muted"></p>
            """,
        script: """
            const text = value => value === null || value === undefined ? "–"
              : typeof value === "number" ? (Math.round(value * 100) / 100).toLocaleString() : String(value);
            function last(panel) {
              if ("value" in panel) return panel.value;
              const series = panel.series ?? [];
              const values = series.map(one => (one.values ?? one.points ?? []).at(-1)).filter(one => one !== undefined);
              const numbers = values.map(one => Array.isArray(one) ? one.at(-1) : one).filter(one => one !== null);
              return numbers.length ? numbers.reduce((sum, one) => sum + Number(one), 0) : null;
            }
            function card(panel) {
              const box = document.createElement("div"), name = document.createElement("div"), value = document.createElement("div");
              box.className = "card"; name.className = "muted"; value.className = "big";
              name.textContent = panel.title;
              value.textContent = panel.rows ? `${panel.rows.length} rows` : text(last(panel));
              box.append(name, value); return box;
            }
            async function draw() {
              try {
                const read = await host.read("dashboard://overview");
                const data = JSON.parse(read.contents[0].text);
                put("title", data.title ?? "Overview");
                document.getElementById("panels").replaceChildren(...(data.panels ?? []).map(card));
                put("message", `as of position ${data.position}`);
              } catch (error) { put("message", error.message); }
            }
            host.onResult = draw;
            """)
}
