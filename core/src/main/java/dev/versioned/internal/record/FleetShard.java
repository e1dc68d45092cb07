package dev.versioned.internal.record;

import dev.versioned.fleet.ProcessReport;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One of the partitions that hold the reports of an alias's followers.
 *
 * @param sampling how it is sampled; empty if it was never recorded
 * @param reports the reports, expired or not
 * @param unreadableCounts how many of them have counts that cannot be read, and are left out
 */
public record FleetShard(
    Optional<Sampled> sampling, List<ProcessReport> reports, int unreadableCounts) {
  /**
   * The key of a shard.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param number the shard's number, from 0
   */
  public record Key(ArtifactName artifact, AliasName alias, int number) {}

  /**
   * How a shard is sampled.
   *
   * @param level the level below which no process reports
   * @param reports how many reports it had when it was counted
   * @param countedAt when it was counted
   */
  public record Sampled(int level, long reports, Instant countedAt) {}
}
