package dev.versioned.internal.catalog;

import dev.versioned.fleet.ProcessReport;
import dev.versioned.internal.Log;
import dev.versioned.internal.PlainText;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.FleetShard.Sampled;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The reports of followers: an item for each process, which it replaces, and one for each shard.
 * Nothing else depends on them, so the last write wins.
 */
final class FleetPartition {
  /** Any follower may write a report. */
  private static final int LONGEST_TEXT = 128;

  private final ItemStore items;

  FleetPartition(ItemStore items) {
    this.items = items;
  }

  void report(FleetShard.Key shard, ProcessReport report) {
    items.write(
        "report process of " + shard.artifact() + ":" + shard.alias(),
        new ItemWrite.Put(write(shard, report), Schema.known()));
  }

  void sample(FleetShard.Key shard, Sampled sampled, Instant expiresAt) {
    items.write(
        "report sampling of " + shard.artifact() + ":" + shard.alias(),
        new ItemWrite.Put(
            keyed(shard)
                .number(Attributes.LEVEL, sampled.level())
                .number(Attributes.REPORTS, sampled.reports())
                .text(Attributes.AT, sampled.countedAt())
                .number(Attributes.EXPIRES_AT, expiresAt.getEpochSecond())
                .item(Keys.sampling(shard)),
            Schema.known()));
  }

  Optional<Sampled> findSampled(FleetShard.Key shard) {
    return items
        .read(
            "read the sampling of " + shard.artifact() + ":" + shard.alias(),
            Keys.sampling(shard),
            Consistency.EVENTUAL)
        .map(FleetPartition::readSampled);
  }

  /** Reads a whole shard; a report that cannot be read is left out. */
  FleetShard read(FleetShard.Key shard, int pageSize, Consistency consistency) {
    Optional<Sampled> sampled = Optional.empty();
    List<ProcessReport> reports = new ArrayList<>();
    for (Item item :
        (Iterable<Item>)
            Page.<Item>stream(last -> page(shard, last, pageSize, consistency))::iterator) {
      try {
        if (item.key().equals(Keys.sampling(shard))) {
          sampled = Optional.of(readSampled(item));
        } else {
          reports.add(readReport(shard, item));
        }
      } catch (UnreadableRecordException e) {
        // Any follower may have written it.
        Log.LIVE.debug("a report is left out", e);
      }
    }
    return new FleetShard(sampled, reports);
  }

  private Page<Item> page(
      FleetShard.Key shard, @Nullable Item last, int pageSize, Consistency consistency) {
    return items.query(
        "list the reports of " + shard.artifact() + ":" + shard.alias(),
        new ItemQuery(
            Keys.fleet(shard),
            Keys.ARTIFACT,
            Keys.HIGHEST_ALIAS,
            last == null ? null : last.key().sort(),
            ItemQuery.Order.ASCENDING,
            pageSize),
        consistency);
  }

  private static FieldsWriter keyed(FleetShard.Key shard) {
    return new FieldsWriter()
        .text(Attributes.ARTIFACT, shard.artifact())
        .text(Attributes.ALIAS, shard.alias());
  }

  static Item write(FleetShard.Key shard, ProcessReport report) {
    Map<String, String> notReady = new TreeMap<>();
    report.notReady().forEach((version, why) -> notReady.put(version.toString(), why));
    FieldsWriter fields =
        keyed(shard)
            .text(Attributes.PROCESS, report.process())
            .number(Attributes.REVISION, report.revision())
            .numbers(Attributes.READY, report.ready().stream().map(VersionNumber::value).toList())
            .texts(Attributes.NOT_READY, notReady)
            .number(Attributes.STALENESS_MILLIS, report.staleness().toMillis())
            .text(Attributes.AT, report.reportedAt())
            .number(Attributes.EXPIRES_AT, report.validUntil().getEpochSecond());
    if (report.epoch() > 0) {
      fields.number(Attributes.EPOCH, report.epoch());
    }
    return fields.item(Keys.report(shard, report.process()));
  }

  static ProcessReport readReport(FleetShard.Key shard, Item item) {
    return Schema.read(
        item,
        fields -> {
          TreeSet<VersionNumber> ready = new TreeSet<>();
          fields.numbersInOrder(Attributes.READY).forEach(n -> ready.add(VersionNumber.of(n)));
          TreeMap<VersionNumber, String> notReady = new TreeMap<>();
          fields
              .textsOrEmpty(Attributes.NOT_READY)
              .forEach(
                  (version, why) ->
                      notReady.put(VersionNumber.parse(version), PlainText.cut(why, LONGEST_TEXT)));
          String process = fields.text(Attributes.PROCESS);
          if (process.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("the name of its process is too long");
          }
          return new ProcessReport(
              process,
              fields.numberOrZero(Attributes.EPOCH),
              fields.revisionFrom(1, Attributes.REVISION),
              ready,
              notReady,
              Duration.ofMillis(fields.numberFrom(0, Attributes.STALENESS_MILLIS)),
              fields.time(Attributes.AT),
              Instant.ofEpochSecond(fields.numberFrom(0, Attributes.EXPIRES_AT)));
        },
        report -> Keys.report(shard, report.process()));
  }

  private static Sampled readSampled(Item item) {
    return Schema.read(
        item,
        fields ->
            new Sampled(
                (int) Math.min(fields.numberFrom(0, Attributes.LEVEL), Integer.MAX_VALUE),
                fields.numberFrom(0, Attributes.REPORTS),
                fields.time(Attributes.AT)),
        sampled -> item.key());
  }
}
