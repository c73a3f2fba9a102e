/** Tables, charts, pages: what was measured, to be looked at. */
@SuppressWarnings("requires-automatic")
module dev.understudy.report {
    requires transitive dev.understudy.core;
    requires transitive java.desktop;
    requires com.fasterxml.jackson.annotation;
    requires com.j2html;
    requires org.apache.commons.statistics.distribution;
    requires org.knowm.xchart;

    exports dev.understudy.report;

    // Records that are JSON in a page.
    opens dev.understudy.report.internal.comparison to
            com.fasterxml.jackson.databind;
    opens dev.understudy.report.internal.run to
            com.fasterxml.jackson.databind;
}
