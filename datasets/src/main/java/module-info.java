/** Images as DJL data sets. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module dev.understudy.datasets {
    requires transitive ai.djl.api;
    requires transitive org.jspecify;
    requires dev.failsafe.core;
    requires java.desktop;
    requires java.net.http;
    requires org.apache.commons.compress;
    requires org.slf4j;

    // For webp-imageio, which has no module to require it.
    requires kotlin.stdlib;

    exports dev.understudy.dataset;

    // What a user's objective or transform holds is part of a student's identity.
    opens dev.understudy.dataset to
            dev.understudy.core;
}
