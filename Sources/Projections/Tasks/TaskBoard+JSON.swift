public import EventStore

extension TaskBoard {
    /// The body of `GET /v1/tasks`: counts by state, and the latest tasks first, in short form.
    ///
    /// - Parameters:
    ///   - owner: whose tasks alone are shown and counted; nil for everybody's.
    ///   - now: event time of the view; what remains is reckoned from it.
    public func json(
        state: TaskState? = nil, owner: String? = nil, limit: Int = 100, now: Timestamp?
    ) -> JSON {
        let counts = counts(ownedBy: owner)
        return [
            "counts": .object(JSONObject(TaskState.allCases.map { ($0.rawValue, .int(counts[$0] ?? 0)) })),
            "tasks": .array(tasks(state: state, owner: owner, limit: limit).map { .object($0.summary(now: now)) }),
        ]
    }
}

extension TaskStatus {
    /// The body of `GET /v1/tasks/{id}`: everything known of the task.
    public func json(now: Timestamp?) -> JSON {
        var object = summary(now: now)
        object["input"] = input
        object["stages"] = .array(finishedStages.map(\.json))
        object["result"] = result ?? .null
        object["error"] = failure?.json ?? .null
        if kind == .batch {
            let ends = TaskState.allCases.filter(\.isFinished).map { ($0.rawValue, JSON.int(childEnds[$0] ?? 0)) }
            object["children"] = .array(children.map(JSON.string))
            object["ended"] = .object(JSONObject(ends))
        }
        return .object(object)
    }

    /// The members that lists show.
    func summary(now: Timestamp?) -> JSONObject {
        let now = now ?? updatedAt
        return [
            "task_id": .string(id), "status": .string(state.rawValue), "kind": .string(kind.rawValue),
            "tool": .string(tool), "subject": .optional(subject), "parent": .optional(parent),
            "principal": .optional(principal),
            "progress": .double(progress), "stage": .optional(stage), "message": .optional(message),
            "attempt": .int(attempt), "worker": .optional(worker), "cancel_requested": .bool(cancelReason != nil),
            "created_at": .optional(createdAt), "claimed_at": .optional(claimedAt),
            "finished_at": .optional(finishedAt), "updated_at": .optional(updatedAt),
            "estimated_remaining_seconds": .rounded(estimatedRemaining(at: now)),
            "estimated_completion": .optional(estimatedCompletion), "seconds": .rounded(seconds),
            "trace_id": .optional(trace?.hex), "created": .position(created), "updated": .position(updated),
            "files_removed_at": .optional(filesRemovedAt),
            "result_urls": filesRemovedAt == nil ? result?["result_urls"] ?? [] : [],
        ]
    }

    /// What it is about, in a few words.
    private var subject: String? {
        let words = ["video_subject", "subject", "text", "video_script"].lazy.compactMap { input[$0]?.string }
        return words.first { !$0.isEmpty }.map { String($0.prefix(120)) }
    }
}

extension TaskStatus.Failure {
    public var json: JSON {
        [
            "stage": .string(stage), "code": .string(code), "message": .string(message), "hint": .optional(hint),
        ]
    }
}
