package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.DataException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy an address is reached through: Java's settings say ({@code https.proxyHost} and its kin), or else the
 * environment ({@code https_proxy}, {@code http_proxy}, {@code all_proxy}, {@code no_proxy}), read as curl reads it.
 */
public final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 1080;
    private static final List<String> VARIABLES =
            List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final Map<String, String> environment;

    /**
     * Proxies of an environment.
     *
     * @param environment {@code System.getenv()}, unless for a test
     */
    public Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI address) {
        List<Proxy> java = byJava(address);
        boolean decided = System.getProperty(address.getScheme() + ".proxyHost") != null
                || !java.equals(List.of(Proxy.NO_PROXY))
                || isExcepted(address.getHost());
        Server server = decided ? null : server(address.getScheme());
        return server == null
                ? java
                : List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(server.host, server.port)));
    }

    private static List<Proxy> byJava(URI address) {
        ProxySelector standard = ProxySelector.getDefault();
        List<Proxy> proxies = standard == null ? List.of() : standard.select(address);
        return proxies.isEmpty() ? List.of(Proxy.NO_PROXY) : proxies;
    }

    /** Nothing changes: there is no other proxy to turn to. */
    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException e) {}

    /**
     * Gives names and passwords that stand in the environment to the proxies that they stand with; empty where there
     * are none. Java sends none to a proxy before an encrypted connection unless told to, which this does.
     */
    Optional<Authenticator> authenticator() {
        if (VARIABLES.stream().noneMatch(name -> value(name).contains("@"))) {
            return Optional.empty();
        }
        if (System.getProperty(TUNNEL_SCHEMES) == null) {
            System.setProperty(TUNNEL_SCHEMES, "");
        }
        return Optional.of(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                Server server = server(getRequestingURL().getProtocol());
                return getRequestorType() == RequestorType.PROXY
                                && server != null
                                && server.isAt(getRequestingHost(), getRequestingPort())
                        ? server.password
                        : null;
            }
        });
    }

    private boolean isExcepted(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return Stream.of(value("no_proxy", "NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
                .anyMatch(entry -> entry.equals("*") || name.equals(entry) || name.endsWith("." + entry));
    }

    /** As with curl, HTTP_PROXY does not count: a web server hands a visitor's header on under that name. */
    private @Nullable Server server(String scheme) {
        String own = scheme.equals("http") ? value("http_proxy") : value(scheme + "_proxy", "HTTPS_PROXY");
        String value = own.isEmpty() ? value("all_proxy", "ALL_PROXY") : own;
        return value.isEmpty() ? null : Server.of(value);
    }

    private String value(String... names) {
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private record Server(String host, int port, @Nullable PasswordAuthentication password) {

        /** From {@code [http://][name:password@]host[:port][/]}. */
        static Server of(String value) {
            URI address;
            try {
                address = URI.create(value.contains("://") ? value : "http://" + value);
            } catch (IllegalArgumentException e) {
                throw refused("something else");
            }
            if (!"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
                throw refused(address.getScheme() + "://" + address.getHost());
            }
            int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
            return new Server(address.getHost(), port, password(address.getUserInfo()));
        }

        boolean isAt(String otherHost, int otherPort) {
            return host.equalsIgnoreCase(otherHost) && port == otherPort;
        }

        /** Without the whole value, which may hold a password; for the same reason without a cause. */
        private static DataException refused(String got) {
            return new DataException("https_proxy, http_proxy or all_proxy: wanted http://HOST:PORT, got " + got);
        }

        private static @Nullable PasswordAuthentication password(@Nullable String user) {
            if (user == null) {
                return null;
            }
            String[] parts = user.split(":", 2);
            return new PasswordAuthentication(parts[0], (parts.length > 1 ? parts[1] : "").toCharArray());
        }
    }
}
