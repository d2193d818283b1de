/// The page of one task: how far it is, and its files once they are there.
enum TaskView {
    static let html = ViewPage.html(
        title: "Task",
        body: """
            <h1 id="title">Task</h1><progress id="bar" max="1" value="0"></progress>
            <p id="message" class="muted"></p><ul id="files"></ul>
            """,
        script: """
            let timer;
            function show(task) {
              put("title", `${task.task_id}: ${task.status}`);
              document.getElementById("bar").value = task.progress ?? 0;
              put("message", `${task.message ?? ""} ${task.estimated_remaining ? "(" + task.estimated_remaining + ")" : ""}`);
              const list = document.getElementById("files");
              list.replaceChildren(...(task.result_urls ?? []).map(url => {
                const item = document.createElement("li"), link = document.createElement("a");
                link.textContent = url.split("/").pop(); link.href = "#";
                link.onclick = event => { event.preventDefault(); host.open(url); };
                item.append(link); return item;
              }));
              clearTimeout(timer);
              if (task.status === "queued" || task.status === "processing") timer = setTimeout(() => ask(task.task_id), 2000);
            }
            async function ask(id) {
              try { show((await host.call("get_generation_status", {task_id: id})).structuredContent); }
              catch (error) { put("message", error.message); }
            }
            host.onResult = result => { if (result.structuredContent) show(result.structuredContent); };
            """)
}
