import MCPService

extension SocketLimits {
    init(_ configuration: Configuration) {
        let sockets = configuration.sockets
        self.init()
        connections = configuration.server.maxConnections
        messageBytes = sockets.messageBytes ?? configuration.server.maxRequestBytes
        fragments = sockets.fragments
        running = sockets.runningRequests
        waiting = sockets.waitingRequests
        unsentBytes = sockets.unsentBytes
        idleSeconds = configuration.limits.socketIdleSeconds
        pingSeconds = sockets.pingSeconds
        closeSeconds = sockets.closeSeconds
        welcomeMilliseconds = sockets.welcomeMilliseconds
    }
}
