package dev.understudy.report.internal.html;

import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, to be shown as a table of two columns. */
public final class Facts {
    private Facts() {}

    public static Map<String, String> of(Provenance provenance) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", provenance.version());
        facts.put("Commit", provenance.commit());
        facts.put("Engine", provenance.engine());
        facts.put("Java", provenance.java());
        facts.put("Machine", provenance.machine());
        facts.put("Start", provenance.start().toString());
        facts.put("Duration", NumberText.duration(provenance.seconds()));
        return facts;
    }

    public static Map<String, String> of(DatasetSummary dataset) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Name", dataset.name());
        facts.put("Classes", NumberText.count(dataset.classes()));
        facts.put("Training", NumberText.count(dataset.trainImages()));
        facts.put("Validation", NumberText.count(dataset.validationImages()));
        facts.put("Test", NumberText.count(dataset.testImages()));
        facts.put("Fingerprint", dataset.fingerprint());
        return facts;
    }
}
