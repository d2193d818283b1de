import Foundation
import Synchronization

// What is kept of a task and of what is made for it; the rest is sealed for those who wait.

extension RecordingLog {
    /// What is kept of an event of a task; nil where it is no such event, or whole.
    func keptOfTask(_ event: any Event) async throws(AppendError) -> (any Event)? {
        switch event {
        case let created as TaskCreated: return try await kept(created)
        case let stage as TaskStageCompleted:
            let recording = await recording(of: stage.task)
            return try sealed(
                withholding.made(stage.result, at: "result", recording.rule, level: recording.stages), stage.result,
                stage.task
            )
            .map { stage.keeping($0, $1) }
        case let done as TaskCompleted:
            let recording = await recording(of: done.task)
            return try sealed(
                withholding.made(done.result, at: "result", recording.rule, level: recording.level), done.result,
                done.task
            )
            .map { done.keeping($0, $1) }
        case let failed as TaskFailed: return try await kept(failed)
        case let wish as TaskCancelRequested: return kept(wish)
        case let answer as ProviderAnswered: return await kept(answer)
        case let span as SpanEnded: return await kept(span)
        default: return nil
        }
    }

    private func kept(_ created: TaskCreated) async throws(AppendError) -> TaskCreated? {
        var recording = TaskRecording(rule: withholding.rules[created.tool], level: .full)
        if let parent = created.parent { recording = await self.recording(of: parent).part(recording.rule) }
        let kept = withholding.asked(created.input, at: "input", recording.rule, level: recording.level)
        recording.level = kept.withheld?.policy ?? .full
        remember(recording, of: created.task)
        return try sealed(kept, created.input, created.task).map { created.keeping($0, $1) }
    }

    private func kept(_ failed: TaskFailed) async throws(AppendError) -> TaskFailed? {
        let level = await recording(of: failed.task).stages
        guard level > .full else { return nil }
        let words: JSON = ["message": .string(failed.message), "hint": failed.hint.map(JSON.string) ?? .null]
        let withheld = Withheld(policy: level, places: ["message", "hint"], sealed: try seal(words, for: failed.task))
        return failed.keeping(withholding.text(failed.message, at: "message", level: level).value.string, withheld)
    }

    /// The reason is an argument of `cancel_task`, or words of the service's own.
    private func kept(_ wish: TaskCancelRequested) -> TaskCancelRequested? {
        let asked: JSON = ["reason": .string(wish.reason)]
        let kept = withholding.asked(asked, at: "", withholding.rules["cancel_task"])
        guard kept.withheld != nil else { return nil }
        return TaskCancelRequested(task: wish.task, reason: kept.value["reason"]?.string ?? "")
    }

    private func kept(_ answer: ProviderAnswered) async -> ProviderAnswered? {
        let recording = await recording(of: answer.task)
        let policy = answer.policy.stricter(recording.providers)
        if policy > answer.policy {
            let question = recording.level > .full ? withholding.digest(Array(answer.question.utf8)) : answer.question
            return answer.keeping(answer.answer.flatMap(policy.kept), policy, question: question)
        }
        guard policy == .full, let left = answer.answer.flatMap(withholding.withoutSecrets) else { return nil }
        return answer.keeping(left, .redacted, question: answer.question)
    }

    private func kept(_ span: SpanEnded) async -> SpanEnded? {
        guard let message = span.message, let task = span.attributes["task.id"]?.string else { return nil }
        let level = await recording(of: task).stages
        guard level > .full else { return nil }
        return span.saying(withholding.text(message, at: "message", level: level).value.string)
    }

    /// What is kept and what is withheld of it, which is sealed; nil where nothing is.
    private func sealed(
        _ kept: Withholding.Kept, _ whole: JSON, _ task: String
    ) throws(AppendError) -> (JSON, Withheld)? {
        guard let withheld = kept.withheld else { return nil }
        let sealed = try seal(whole, for: task)
        return (kept.value, Withheld(policy: withheld.policy, places: withheld.places, sealed: sealed))
    }

    func seal(_ value: JSON, for task: String) throws(AppendError) -> String {
        do throws(StorageError) {
            return Data(try keys.seal(value.bytes, for: Self.subjects + task)).base64EncodedString()
        } catch {
            throw .storage(error)
        }
    }

    /// As the log tells it; where that cannot be read, nothing is kept.
    private func recording(of task: String) async -> TaskRecording {
        if let known = tasks.withLock({ $0[task] }) { return known }
        let stream = TaskEvents.stream(of: task)
        guard let page = try? await log.read(Selection(stream: stream), after: .start, limit: 1) else {
            return TaskRecording(rule: RecordingRule(arguments: .off, results: .off), level: .off)
        }
        let created = page.events.first?.body(as: TaskCreated.self)
        var recording = TaskRecording(rule: withholding.rules[created?.tool ?? ""], level: .full)
        if let parent = created?.parent { recording = await self.recording(of: parent).part(recording.rule) }
        recording.level = created?.withheld?.policy ?? .full
        remember(recording, of: task)
        return recording
    }

    private func remember(_ recording: TaskRecording, of task: String) {
        tasks.withLock { tasks in
            if tasks.count >= Self.taskLimit { tasks = [:] }
            tasks[task] = recording
        }
    }
}
