package dev.versioned;

import dev.versioned.internal.Periods;
import dev.versioned.internal.live.WatchRequest;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.spi.Consistency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Optional settings of a {@link LiveAlias}. Used by one call, in one thread: {@code live.watch(w ->
 * w.every(Duration.ofSeconds(1)))}.
 */
public final class WatchOptions {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Duration interval = Duration.ofSeconds(5);
  private Optional<Duration> limit = Optional.empty();
  private Optional<Path> file = Optional.empty();
  private Consumer<? super Set<Version>> preparation = versions -> {};
  private Consistency consistency = Consistency.STRONG;
  private Optional<Path> sharedOnHost = Optional.empty();
  private Optional<String> reportsAs = Optional.empty();
  private boolean countsOutcomes;
  private final List<BiConsumer<? super Alias, ? super Alias>> listeners = new ArrayList<>();

  WatchOptions() {}

  /**
   * Sets how often the alias is read. Default: every 5 seconds. Each read is one request to the
   * catalog. Reads come up to a tenth more often than that, so that a fleet does not read in step.
   *
   * @param interval 10 ms to one day
   * @return these options
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public WatchOptions every(Duration interval) {
    Objects.requireNonNull(interval, "interval");
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot watch an alias every "
              + interval
              + ": the interval is "
              + SHORTEST
              + " to "
              + LONGEST);
    }
    this.interval = interval;
    return this;
  }

  /**
   * Reads the alias eventually consistently, which costs half as much, so that twice as many
   * processes can follow one artifact. A move may then be seen some moments later, usually less
   * than a second. An older revision is ignored, as always. Strong remain the first read, {@link
   * LiveAlias#refresh}, the read after a failed preparation, a second read if the alias seems to be
   * deleted or put back, and the reads of {@code $LATEST}. Default: all reads are strong.
   *
   * @return these options
   */
  public WatchOptions eventuallyConsistent() {
    this.consistency = Consistency.EVENTUAL;
    return this;
  }

  /**
   * Makes {@code route} throw {@link dev.versioned.model.BackendException} once the alias could not
   * be read for this long, until it can be read again. Default: routing continues with the last
   * state, without limit.
   *
   * @param limit how long; it takes effect as soon as the time is over, even while a read is
   *     unanswered. Must be longer than the interval, otherwise an alias is stale between two reads
   * @return these options
   * @throws IllegalArgumentException if it is not positive or longer than 36,500 days
   */
  public WatchOptions staleAfter(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    if (limit.isZero()) {
      throw new IllegalArgumentException("Cannot call an alias stale after " + limit);
    }
    this.limit = Optional.of(Periods.check("a time until an alias is stale", limit));
    return this;
  }

  /**
   * Keeps the last state in a file, with which a process can start while the catalog cannot be
   * reached, or does not answer within 3 seconds. The file is replaced atomically, and its
   * modification time is the time of the last read of the alias. It is used only if it is intact
   * and of the same alias. Its directory is created if missing. Disk errors are logged, and do not
   * stop the alias from being followed.
   *
   * @param file the file; a separate one for each alias and process
   * @return these options
   * @throws IllegalArgumentException if it is a directory
   */
  public WatchOptions keepIn(Path file) {
    Objects.requireNonNull(file, "file");
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "Cannot keep the state of an alias in " + file + ": it is a directory; name a file");
    }
    this.file = Optional.of(file);
    return this;
  }

  /**
   * Reads the alias once an interval for all processes of this host that name the same directory,
   * and follow the alias with the same interval and consistency. At each interval one of them reads
   * the table, and writes what it read to the directory, where the others find it within half a
   * second, or a tenth of the interval if that is shorter. A process that ends in its turn, however
   * it ends, loses that turn; another one takes the next. {@link LiveAlias#refresh} still reads the
   * table. Default: each process reads the table.
   *
   * <p>The first read is strong, and of this process, unless one of this host has read the alias
   * strongly within the interval. The directory also serves as {@link #keepIn}, if that is not set.
   * {@link LiveAlias#staleness} counts from the read of the table, by the clock of the host.
   *
   * <p>Each process checks what it finds there as what it reads from the table: signatures, if its
   * policy demands them, and that no earlier revision was put back. A file that it cannot use, and
   * a directory or a file that other users may write, is logged once and ignored: the process then
   * reads the table itself, at each interval.
   *
   * @param directory a directory on a local disk, of the user that these processes run as, for one
   *     bucket and table; it is created if missing. Network file systems are not supported
   * @return these options
   */
  public WatchOptions sharedOnHost(Path directory) {
    this.sharedOnHost = Optional.of(Objects.requireNonNull(directory, "directory"));
    return this;
  }

  /**
   * Routes to a version only when it is ready: {@code watch(w -> w.prepare(cache::fetch))}. Before
   * a revision is used for routing, this is called for each of its versions that is not in use
   * already; for the first revision, before {@code watch} returns. Until then, and while it fails,
   * routing continues with the previous revision; each refresh tries again. The preparation of one
   * alias does not delay others.
   *
   * <p>While it fails, it is called again ever more rarely: at the next refresh, then after twice
   * the time of each failure before, up to a minute.
   *
   * @param preparation makes a version ready, or throws; may take long, and may be called again for
   *     the same version
   * @return these options
   */
  public WatchOptions prepare(Consumer<? super Version> preparation) {
    Objects.requireNonNull(preparation, "preparation");
    return prepareAll(versions -> versions.forEach(preparation));
  }

  /**
   * Routes to a revision only when all its versions are ready, as {@link #prepare} does, for a
   * preparation that makes several versions ready at the same time. It replaces one that was set
   * with {@link #prepare}.
   *
   * @param preparation makes the versions ready that are not in use already, or throws
   * @return these options
   */
  public WatchOptions prepareAll(Consumer<? super Set<Version>> preparation) {
    this.preparation = Objects.requireNonNull(preparation, "preparation");
    return this;
  }

  /**
   * Reports how far this process follows the alias: the revision, the versions that are ready,
   * those that could not be prepared, and the staleness, as one small item, for {@link
   * AliasHandle#fleet}. Default: no reports.
   *
   * <p>A report is written once a minute, or every 12 intervals if that is longer; more rarely in a
   * fleet of more than some 2,000 processes, and in one of more than some 16,000 by a sample of
   * them. A change is reported sooner, within a minute or 12 intervals. So reports cost less than
   * the reads. They run in a thread of their own; if they fail, that is logged once, and following
   * continues. A process takes the permissions of <i>report</i> in addition.
   *
   * @param options the options of the reports
   * @return these options
   */
  public WatchOptions report(Consumer<ReportOptions> options) {
    Objects.requireNonNull(options, "options");
    ReportOptions gathered = new ReportOptions();
    options.accept(gathered);
    this.reportsAs = Optional.of(gathered.name());
    return this;
  }

  /**
   * Reports how far this process follows the alias, by the name of the host; see {@link
   * #report(Consumer)}.
   *
   * @return these options
   */
  public WatchOptions report() {
    return report(options -> {});
  }

  /**
   * Counts what becomes of the requests of each version while the alias splits its traffic between
   * two, and adds the counts to the reports, which must be switched on too: for gates that compare
   * the versions. The application calls {@link LiveAlias#outcomes} at the end of each request; a
   * {@code LiveDeployment} does so by itself. Default: nothing is counted.
   *
   * <p>Counting takes no lock and allocates nothing. A report with counts usually has less than 1
   * KB, always less than 4 KB.
   *
   * @return these options
   */
  public WatchOptions countOutcomes() {
    this.countsOutcomes = true;
    return this;
  }

  /**
   * Adds a listener of changes of the routing. It is called with the alias before and after, in
   * order, by the refreshing thread, after the listeners that were added before it; it should
   * return quickly. Its exceptions are logged. Under {@code $LATEST} the two may be equal.
   *
   * @param listener receives the alias before and after
   * @return these options
   */
  public WatchOptions onChange(BiConsumer<? super Alias, ? super Alias> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  static WatchRequest gather(Consumer<WatchOptions> options) {
    Objects.requireNonNull(options, "options");
    WatchOptions gathered = new WatchOptions();
    options.accept(gathered);
    if (gathered.countsOutcomes && gathered.reportsAs.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot count outcomes without reports: no gate would see them; switch reports on too");
    }
    return new WatchRequest(
        gathered.interval,
        gathered.limit,
        gathered.file,
        gathered.preparation,
        gathered.consistency,
        gathered.sharedOnHost,
        gathered.reportsAs,
        gathered.countsOutcomes,
        List.copyOf(gathered.listeners));
  }
}
