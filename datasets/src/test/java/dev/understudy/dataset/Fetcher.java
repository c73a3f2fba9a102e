package dev.understudy.dataset;

import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.Download;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.download.Proxies;
import dev.understudy.dataset.internal.download.RemoteFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A process that fetches one file into a store. */
final class Fetcher {
    private Fetcher() {}

    /** The store's folder, the address of the file's folder, its size and its MD5; proxies from the environment. */
    public static void main(String[] args) {
        RemoteFile file = new RemoteFile(args[1], "data.bin", Long.parseLong(args[2]), Checksum.md5(args[3]));
        System.out.println("begins");
        try {
            System.out.println(store(Path.of(args[0]), System.getenv()).files(List.of(file), "set"));
        } catch (DataException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }

    static DownloadFolder store(Path folder, Map<String, String> environment) {
        Download download = new Download(Duration.ofSeconds(20), 1, Duration.ofMillis(1), new Proxies(environment));
        return new DownloadFolder(folder, download, UnaryOperator.identity());
    }
}
