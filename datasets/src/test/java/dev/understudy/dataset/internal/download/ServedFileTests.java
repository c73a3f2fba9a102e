package dev.understudy.dataset.internal.download;

import java.time.Duration;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;

/** What tests of downloads share: a file on a server, and a download that tries three times. */
abstract class ServedFileTests {

    static final Proxies NONE = new Proxies(Map.of());

    final Download download = new Download(Duration.ofSeconds(10), 3, Duration.ofMillis(1), NONE);
    final ServedFile file = new ServedFile();

    @BeforeClass
    public void start() {
        file.server().start();
    }

    @AfterClass
    public void stop() {
        file.server().stop();
    }

    @BeforeMethod
    public void reset() {
        file.reset();
    }
}
