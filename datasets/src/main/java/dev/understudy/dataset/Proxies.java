package dev.understudy.dataset;

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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy an address is reached through: Java's settings say ({@code https.proxyHost} and its kin), or else the
 * environment ({@code https_proxy}, {@code http_proxy}, {@code all_proxy}, {@code no_proxy}), read as curl reads it.
 */
final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 1080;
    private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final Map<String, String> environment;

    /**
     * Proxies of an environment.
     *
     * @param environment {@code System.getenv()}, unless for a test
     */
    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI address) {
        List<Proxy> java = byJava(address);
        Server server = server(address.getScheme());
        boolean named = System.getProperty(address.getScheme() + ".proxyHost") != null;
        if (named || !java.equals(List.of(Proxy.NO_PROXY)) || server == null || isExcepted(address.getHost())) {
            return java;
        }
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(server.host, server.port)));
    }

    private static List<Proxy> byJava(URI address) {
        ProxySelector standard = ProxySelector.getDefault();
        List<Proxy> proxies = standard == null ? List.of() : standard.select(address);
        return proxies.isEmpty() ? List.of(Proxy.NO_PROXY) : proxies;
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException e) {
        Objects.requireNonNull(address);
    }

    /** Names and passwords that stand in the environment, for the proxies that they stand with. */
    Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                Server server = server(getRequestingURL().getProtocol());
                boolean asked = getRequestorType() == RequestorType.PROXY
                        && server != null
                        && server.host.equalsIgnoreCase(getRequestingHost())
                        && server.port == getRequestingPort();
                return asked ? server.password : null;
            }
        };
    }

    /** Java sends no password to a proxy before an encrypted connection unless told; who writes one down wants it. */
    void allowPasswords() {
        Server server = server("https");
        if (server != null && server.password != null && System.getProperty(TUNNEL_SCHEMES) == null) {
            System.setProperty(TUNNEL_SCHEMES, "");
        }
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
                throw refused("something else", e);
            }
            if (!"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
                throw refused(address.getScheme() + "://" + address.getHost(), null);
            }
            int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
            return new Server(address.getHost(), port, password(address.getUserInfo()));
        }

        /** Without the whole value, which may hold a password. */
        private static DataException refused(String got, @Nullable Exception cause) {
            return new DataException(
                    "https_proxy, http_proxy or all_proxy: wanted http://HOST:PORT, got " + got, cause);
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
