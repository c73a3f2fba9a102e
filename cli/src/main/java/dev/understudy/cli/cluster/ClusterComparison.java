package dev.understudy.cli.cluster;

import dev.understudy.cli.run.RunLog;
import java.nio.file.Path;

/**
 * A comparison that is to be trained by the machines of a cluster.
 *
 * @param master which cluster, as it was typed
 * @param command what each of them carries out
 * @param folder where it is kept: absolute, shared by all machines, and locked here
 * @param log what happens goes there, line by line
 */
public record ClusterComparison(String master, ClusterCommand command, Path folder, RunLog log) {}
