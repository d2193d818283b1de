/// The frame of the pages that hosts show: style, and the talk with the host by messages (MCP Apps).
enum ViewPage {
    /// - Parameters:
    ///   - title: of the page.
    ///   - body: HTML.
    ///   - script: runs after the talk is set up: `host.call(tool, arguments)`, `host.read(uri)` give promises, and
    ///     `host.onResult` is called with a tool's result.
    static func html(title: String, body: String, script: String) -> String {
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>\(title)</title><style>
        :root{color-scheme:light dark;font:14px system-ui,sans-serif}body{margin:0;padding:12px}
        h1{font-size:16px;margin:0 0 8px}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:2px 8px 2px 0}
        progress{width:100%}.muted{opacity:.7}.grid{display:grid;gap:8px;grid-template-columns:repeat(auto-fill,minmax(160px,1fr))}
        .card{border:1px solid #8884;border-radius:6px;padding:8px}.big{font-size:20px}
        </style></head><body>\(body)<script>
        \(talk)
        \(script)
        host.start();
        </script></body></html>
        """
    }

    /// JSON-RPC with the window that shows this page.
    private static let talk = """
        const host = (() => {
          let next = 1; const waiting = new Map();
          const post = m => parent.postMessage({jsonrpc: "2.0", ...m}, "*");
          const request = (method, params) => new Promise((done, fail) => {
            const id = next++; waiting.set(id, [done, fail]); post({id, method, params});
          });
          const self = {
            onResult: () => {},
            call: (name, args) => request("tools/call", {name, arguments: args}),
            read: uri => request("resources/read", {uri}),
            open: url => request("ui/open-link", {url}),
            async start() {
              await request("ui/initialize", {protocolVersion: "2026-01-26", appCapabilities: {},
                appInfo: {name: "moneyprinter", version: "1"}});
              post({method: "ui/notifications/initialized", params: {}});
              new ResizeObserver(() => post({method: "ui/notifications/size-changed",
                params: {height: document.documentElement.scrollHeight}})).observe(document.body);
            },
          };
          addEventListener("message", ({data, source}) => {
            if (source !== parent || !data || data.jsonrpc !== "2.0") return;
            if (waiting.has(data.id) && !data.method) {
              const [done, fail] = waiting.get(data.id); waiting.delete(data.id);
              data.error ? fail(new Error(data.error.message)) : done(data.result);
            } else if (data.method === "ui/notifications/tool-result") self.onResult(data.params);
            else if (data.method === "ping" || data.method === "ui/resource-teardown") post({id: data.id, result: {}});
          });
          return self;
        })();
        const put = (id, text) => { document.getElementById(id).textContent = text; };
        """
}
