import EventStore
import Projections

/// The methods of the tasks extension: each asks for a task of its own caller.
struct TasksGet: Method {
    let name = "tasks/get"
    let desk: TaskAccess

    func exists(in revision: ProtocolRevision) -> Bool { revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            if let other = try await desk.other(request) { return Outcome(.success(other)) }
            return Outcome(.success(desk.wire.detailed(try await desk.task(request, context))))
        } catch {
            return Outcome(.failure(error))
        }
    }
}

/// `tasks/update`: answers to what a task asked; tasks here ask nothing, so there is nothing to take.
struct TasksUpdate: Method {
    let name = "tasks/update"
    let desk: TaskAccess

    func exists(in revision: ProtocolRevision) -> Bool { revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            guard let responses = request.params["inputResponses"]?.object else {
                throw .invalidParams("'inputResponses' must be an object")
            }
            if try await desk.other(request) != nil {
                await desk.others?.update(request.params["taskId"]?.string ?? "", responses)
            } else {
                _ = try await desk.task(request, context)
            }
            return Outcome(.success([:]))
        } catch {
            return Outcome(.failure(error))
        }
    }
}

/// `tasks/cancel`: asks the worker to stop; a task that is over stays as it is.
struct TasksCancel: Method {
    let name = "tasks/cancel"
    let desk: TaskAccess

    func exists(in revision: ProtocolRevision) -> Bool { revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            if try await desk.other(request) != nil {
                await desk.others?.cancel(request.params["taskId"]?.string ?? "")
                return Outcome(.success([:]))
            }
            let task = try await desk.task(request, context)
            if !task.state.isFinished { try await desk.cancel(task, context) }
            return Outcome(.success([:]))
        } catch {
            return Outcome(.failure(error))
        }
    }
}

/// Finds the task that a request is about.
struct TaskAccess: Sendable {
    let wire: TaskWire
    /// Beside those of the log.
    let others: (any TaskSource)?

    /// What another source says of the task that a request is about; nil where it is one of the log, or none.
    func other(_ request: Request) async throws(RPCError) -> JSONObject? {
        guard let others, let id = request.params["taskId"]?.string else { return nil }
        guard let task = await others.detailed(id) else { return nil }
        try request.require(extension: MetaKey.tasks)
        return task
    }

    /// - Throws: `-32021` where the client does not know tasks; `-32602` where there is no such task, or it is somebody
    ///   else's: both look alike.
    func task(_ request: Request, _ context: RequestContext) async throws(RPCError) -> TaskStatus {
        try request.require(extension: MetaKey.tasks)
        guard let id = request.params["taskId"]?.string else { throw .invalidParams("'taskId' must be a string") }
        guard let task = await wire.current(id), context.owner == nil || task.principal == context.owner else {
            throw .invalidParams("there is no task '\(id.prefix(100))'")
        }
        return task
    }

    func cancel(_ task: TaskStatus, _ context: RequestContext) async throws(RPCError) {
        do throws(AppendError) {
            try await TaskDesk(log: wire.log).requestCancel(
                task.id, reason: "asked for by tasks/cancel", ToolContext(context))
        } catch {
            throw .overloaded
        }
    }
}
