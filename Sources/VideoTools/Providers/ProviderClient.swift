/// The only way in which makers ask somebody outside of the service.
///
/// Handed in, so that a replay can answer from the recording and never reach the network.
public protocol ProviderClient: Sendable {
    /// Sends one request; whatever comes of it is a value, so that it can be recorded.
    func answer(to question: ProviderQuestion) async -> ProviderAnswer
}
