import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// `GET /v1/tasks` and `GET /v1/tasks/{id}`: the task board.
struct TaskRoutes: Sendable {
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/tasks") { call, _ in list(call) }
        router.get("v1/tasks/:id") { _, context in one(context.parameters.get("id") ?? "") }
    }

    private func list(_ call: HTTPCall) -> HTTPAnswer {
        do throws(ParameterError) {
            let query = Query(call)
            let state = try query.choice("state", of: TaskState.allCases.map(\.rawValue)).flatMap(TaskState.init)
            let limit = try query.int("limit", in: 1...1000) ?? 100
            let view = host.view(TaskBoard.self)
            var body: JSONObject = ["position": .int(Int(view.position.value))]
            body = body.merging(view.value.json(state: state, limit: limit, now: view.time).object ?? [:])
            return .json(.object(body))
        } catch {
            return .problem(.badRequest, error.message, field: error.field)
        }
    }

    private func one(_ id: String) -> HTTPAnswer {
        let view = host.view(TaskBoard.self)
        guard let task = view.value.task(id) else { return .problem(.notFound, "there is no such task") }
        return .json(task.json(now: view.time))
    }
}
