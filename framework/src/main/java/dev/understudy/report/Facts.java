package dev.understudy.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, to be shown as a table of two columns. */
final class Facts {
    private Facts() {}

    static Map<String, String> of(Provenance provenance) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", provenance.version());
        facts.put("Commit", provenance.commit());
        facts.put("Engine", provenance.engine());
        facts.put("Java", provenance.java());
        facts.put("Machine", provenance.machine());
        facts.put("Start", provenance.start().toString());
        facts.put("Duration", Text.duration(provenance.seconds()));
        return facts;
    }

    static Map<String, String> of(DatasetSummary dataset) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Name", dataset.name());
        facts.put("Classes", Text.count(dataset.classes()));
        facts.put("Training", Text.count(dataset.trainPictures()));
        facts.put("Validation", Text.count(dataset.validationPictures()));
        facts.put("Test", Text.count(dataset.testPictures()));
        facts.put("Fingerprint", dataset.fingerprint());
        return facts;
    }
}
