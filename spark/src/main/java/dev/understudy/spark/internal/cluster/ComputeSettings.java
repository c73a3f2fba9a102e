package dev.understudy.spark.internal.cluster;

import java.io.Serializable;

/**
 * How executors are to compute.
 *
 * @param engine the name of the engine; empty where the executor's own default is meant
 * @param threads how many threads it works with; 0 where the executor says so itself
 * @param gpu whether it computes on GPUs
 * @param home where teachers are stored; empty where none is wanted
 */
public record ComputeSettings(String engine, int threads, boolean gpu, String home) implements Serializable {}
