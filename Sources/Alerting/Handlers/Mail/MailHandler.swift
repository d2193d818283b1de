/// Delivers by mail, over SMTP.
public struct MailHandler: AlertHandler {
    /// How the mail server is spoken to.
    public struct Settings: Sendable {
        public var sender: String
        public var recipients: [String]
        /// What this machine calls itself.
        public var client = "localhost"
        /// Whether TLS is asked for (STARTTLS): `required`, `offered` (where it is offered) or `none`.
        public var security = "offered"
        public var user: String?
        public var password: Secret?
        /// Whether a password may go over a connection without TLS.
        public var allowsPlainLogin = false

        public init(sender: String, recipients: [String]) {
            self.sender = sender
            self.recipients = recipients
        }
    }

    public let name: String
    private let settings: Settings
    private let connect: @Sendable () async throws -> any MailConnection

    /// Bytes of an answer of the server.
    private static let answerLimit = 65_536

    /// - Parameter connect: opens a connection to the server, with limits of time.
    public init(
        name: String, settings: Settings, connect: @escaping @Sendable () async throws -> any MailConnection
    ) {
        self.name = name
        self.settings = settings
        self.connect = connect
    }

    public func deliver(_ delivery: AlertDelivery) async throws {
        let connection: any MailConnection
        do {
            connection = try await connect()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw DeliveryError("the mail server cannot be reached")
        }
        do {
            try await converse(delivery, connection)
        } catch {
            await connection.close()
            throw error is DeliveryError || error is CancellationError
                ? error : DeliveryError("the mail server broke off")
        }
        await connection.close()
    }

    private func converse(_ delivery: AlertDelivery, _ connection: any MailConnection) async throws {
        let mail = MailMessage(delivery, sender: settings.sender, recipients: settings.recipients)
        let login = settings.user.map { SMTPConversation.Login(user: $0, password: settings.password ?? Secret("")) }
        var conversation = SMTPConversation(
            mail, client: settings.client,
            security: SMTPConversation.Security(rawValue: settings.security) ?? .required,
            login: login, allowsPlainLogin: settings.allowsPlainLogin)
        var buffer: [UInt8] = []
        var next = try await conversation.receive(answer(connection, &buffer))
        while true {
            switch next {
            case .send(let text):
                try await connection.send(Array(text.utf8))
                next = try await conversation.receive(answer(connection, &buffer))
            case .secure:
                try await connection.secure()
                buffer = []
                next = conversation.secured()
            case .done: return
            case .fail(let error): throw error
            }
        }
    }

    /// A whole answer: lines up to the first whose code is not followed by a hyphen.
    private func answer(_ connection: any MailConnection, _ buffer: inout [UInt8]) async throws -> [String] {
        var lines: [String] = []
        while true {
            while let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 1)
                lines.append(line.filter { !$0.isNewline })
                if line.dropFirst(3).first != "-" { return lines }
            }
            guard buffer.count < Self.answerLimit, lines.count < 1000 else {
                throw DeliveryError("the mail server says too much")
            }
            let bytes = try await connection.receive()
            guard !bytes.isEmpty else { throw DeliveryError("the mail server closed the connection") }
            buffer += bytes
        }
    }
}
