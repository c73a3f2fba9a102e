package dev.understudy.spark.internal.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Records as text, which every serializer of Spark's takes. */
public final class Answers {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Answers() {}

    /**
     * A record as JSON.
     *
     * @param answer the record
     * @return one line
     */
    public static String json(Record answer) {
        try {
            return MAPPER.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The record back.
     *
     * @param json what {@link #json} gave
     * @param type what it is
     * @return the record
     */
    public static <T extends Record> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not an answer of ours: " + e.getOriginalMessage(), e);
        }
    }
}
