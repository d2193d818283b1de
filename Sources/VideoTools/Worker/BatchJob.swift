import EventStore

/// `batch_video_generation`: a task for each subject, so many at a time, until all are over.
///
/// Each child is created under an idempotency key, so a batch whose process was killed goes on with the same ones.
struct BatchJob: Job {
    let log: any EventLog

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let subjects = item.created.input["subjects"]?.array ?? []
        let atOnce = TaskInput(item.created.input).int("max_concurrent", 3)
        let ends = await withTaskGroup(of: (Int, JSON).self) { group in
            var next = 0
            func start() {
                guard next < subjects.count, !Task.isCancelled else { return }
                let index = next
                next += 1
                group.addTask { (index, await makeOne(index, subjects[index], for: item)) }
            }
            for _ in 0..<max(1, atOnce) { start() }
            var ends: [Int: JSON] = [:]
            for await (index, end) in group {
                ends[index] = end
                start()
            }
            return ends
        }
        if Task.isCancelled { throw StageError(.cancelled, "the batch was cancelled") }
        let videos = ends.sorted { $0.key < $1.key }.map(\.value)
        let links = videos.flatMap { $0["result_urls"]?.array ?? [] }
        return [
            "batch_id": .string(item.id), "total_videos": .int(subjects.count),
            "completed": .int(videos.count { $0["status"] == "complete" }), "videos": .array(videos),
            "result_urls": .array(links),
        ]
    }

    /// Creates one child and waits for its end.
    private func makeOne(_ index: Int, _ subject: JSON, for item: WorkItem) async -> JSON {
        let id = Self.childID(of: item.id, index)
        var input = item.created.input["template_params"]?.object ?? [:]
        input["video_subject"] = subject
        let created = TaskCreated(
            task: id, kind: .video, tool: "create_video", input: .object(input), parent: item.id,
            estimatedSeconds: item.created.estimatedSeconds
                / Double(max(1, item.created.input["subjects"]?.array?.count ?? 1)))
        var answer: JSONObject = ["task_id": .string(id), "video_subject": subject]
        do {
            var metadata = item.metadata
            metadata.trace = item.metadata.trace?.child()
            try await log.append(
                [created], to: TaskEvents.stream(of: id), durability: .synced, key: "batch:\(item.id):\(index)",
                metadata: metadata)
            answer = answer.merging(try await end(of: id))
        } catch {
            answer["status"] = "failed"
            answer["error"] = .string("\(error)")
        }
        return .object(answer)
    }

    /// The same for every attempt, so that a batch that goes on finds its children.
    private static func childID(of batch: String, _ index: Int) -> String {
        "mcp_" + batch.split(separator: "_").dropFirst().joined() + "_\(index + 1)"
    }

    /// Waits for a task's end, and asks it to stop where the batch is cancelled.
    private func end(of task: String) async throws(StorageError) -> JSONObject {
        let stream = TaskEvents.stream(of: task)
        for try await page in log.subscribe(to: Selection(stream: stream), after: .start) {
            for event in page.events {
                switch event.body {
                case let done as TaskCompleted:
                    return ["status": "complete", "result_urls": done.result["result_urls"] ?? []]
                case let failed as TaskFailed: return ["status": "failed", "error": .string(failed.message)]
                case is TaskCancelled: return ["status": "cancelled"]
                default: continue
                }
            }
        }
        // The batch was cancelled, or the log closes; in the second case this is refused, as it should be.
        try? log.enqueue(Proposal([TaskCancelRequested(task: task, reason: "its batch was cancelled")], to: stream))
        return ["status": "cancelled"]
    }
}
