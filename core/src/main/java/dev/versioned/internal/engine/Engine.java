package dev.versioned.internal.engine;

import dev.versioned.internal.alias.AliasMover;
import dev.versioned.internal.alias.Deleter;
import dev.versioned.internal.alias.Rollbacks;
import dev.versioned.internal.archive.CatalogSource;
import dev.versioned.internal.archive.Exporter;
import dev.versioned.internal.archive.ForeignSource;
import dev.versioned.internal.archive.Importer;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.fleet.Fleets;
import dev.versioned.internal.live.AliasFollower;
import dev.versioned.internal.live.RefreshScheduler;
import dev.versioned.internal.live.WatchRequest;
import dev.versioned.internal.place.Binding;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.publish.Attestations;
import dev.versioned.internal.publish.Labeler;
import dev.versioned.internal.publish.LatestWriter;
import dev.versioned.internal.publish.Publisher;
import dev.versioned.internal.publish.Signatures;
import dev.versioned.internal.read.Listing;
import dev.versioned.internal.read.Resolver;
import dev.versioned.internal.read.VersionComparer;
import dev.versioned.internal.rollout.RolloutMover;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.transfer.DirectoryDownloader;
import dev.versioned.internal.transfer.Downloader;
import dev.versioned.internal.transfer.FileComparer;
import dev.versioned.internal.transfer.SharedUrls;
import dev.versioned.internal.transfer.VersionBytes;
import dev.versioned.internal.trust.AliasTrust;
import dev.versioned.internal.trust.VersionSigner;
import dev.versioned.internal.trust.VersionTrust;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** The services of one repository, which its handles share, wired together over its two stores. */
public final class Engine implements AutoCloseable {
  private final BlobStore blobs;
  private final Settings settings;
  private final Catalog catalog;
  private final Binding binding;
  private final VersionTrust trust;
  private final Signatures signatures;
  private final Attestations attestations;
  private final OwnPlace place;
  private final Resolver resolver;
  private final Listing listing;
  private final Fleets fleets;
  private final VersionBytes bytes;
  private final Downloader downloader;
  private final DirectoryDownloader directoryDownloader;
  private final SharedUrls sharedUrls;
  private final Publisher publisher;
  private final LatestWriter latestWriter;
  private final Deleter deleter;
  private final Rollbacks rollbacks;
  private final AliasMover mover;
  private final RefreshScheduler scheduler;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Wires the services of a repository that follows aliases with threads of its own. */
  public Engine(BlobStore blobs, ItemStore items, Settings settings) {
    this(blobs, items, settings, new RefreshScheduler());
  }

  /** Wires the services of a repository; it closes what it is given. */
  public Engine(BlobStore blobs, ItemStore items, Settings settings, RefreshScheduler scheduler) {
    this.blobs = blobs;
    this.settings = settings;
    this.scheduler = scheduler;
    this.catalog =
        blobs
            .place()
            .map(where -> new Catalog(items, settings.environment().executor(), where))
            // In memory a second thread costs far more than a second read.
            .orElseGet(() -> new Catalog(items, Runnable::run));
    this.binding = Binding.of(blobs, items, settings.environment());
    this.place = new OwnPlace(binding);
    this.trust = new VersionTrust(catalog, settings);
    VersionSigner signer = new VersionSigner(catalog, settings);
    this.signatures = new Signatures(catalog, signer, place);
    this.attestations = new Attestations(catalog, settings, place);
    AliasTrust aliasTrust = new AliasTrust(settings);
    this.resolver = new Resolver(catalog, trust, aliasTrust);
    this.fleets = new Fleets(catalog, settings.environment(), settings.pageSize());
    this.listing = new Listing(catalog, settings.pageSize());
    this.bytes = new VersionBytes(blobs, catalog, settings, trust);
    this.downloader = new Downloader(blobs, bytes, settings);
    this.sharedUrls = new SharedUrls(blobs, bytes);
    this.directoryDownloader =
        new DirectoryDownloader(downloader, settings.environment().executor());
    this.publisher = new Publisher(blobs, catalog, settings, place, signer);
    this.latestWriter = new LatestWriter(blobs, catalog, settings, place);
    this.deleter = new Deleter(catalog, settings, listing, place);
    this.rollbacks = new Rollbacks(catalog);
    this.mover = new AliasMover(catalog, settings, place, trust, aliasTrust);
  }

  /** Refuses what is asked of a closed repository: it would look like an outage of the store. */
  public Engine open() {
    if (closed.get()) {
      throw new IllegalStateException("Cannot use a repository that is closed");
    }
    return this;
  }

  /** Starts to follow an alias. */
  public AliasFollower follow(ArtifactName artifact, AliasName alias, WatchRequest request) {
    return AliasFollower.start(
        artifact, alias, resolver, settings, scheduler, fleets, closed, request);
  }

  /** Returns what moves an alias by rollouts. */
  public RolloutMover rollouts(ArtifactName artifact, AliasName alias) {
    return new RolloutMover(artifact, alias, catalog, mover, settings);
  }

  public BlobStore blobs() {
    return blobs;
  }

  public Settings settings() {
    return settings;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Binding binding() {
    return binding;
  }

  public VersionTrust trust() {
    return trust;
  }

  public Signatures signatures() {
    return signatures;
  }

  public Attestations attestations() {
    return attestations;
  }

  public Resolver resolver() {
    return resolver;
  }

  public Fleets fleets() {
    return fleets;
  }

  public Listing listing() {
    return listing;
  }

  public VersionBytes bytes() {
    return bytes;
  }

  public Labeler labeler() {
    return new Labeler(catalog, settings, place);
  }

  public VersionComparer comparer() {
    return new VersionComparer(catalog);
  }

  public FileComparer fileComparer() {
    return new FileComparer(downloader);
  }

  public SharedUrls sharedUrls() {
    return sharedUrls;
  }

  public DirectoryDownloader directoryDownloader() {
    return directoryDownloader;
  }

  public Downloader downloader() {
    return downloader;
  }

  public Publisher publisher() {
    return publisher;
  }

  public LatestWriter latestWriter() {
    return latestWriter;
  }

  public Deleter deleter() {
    return deleter;
  }

  /** Returns this repository as a source of copies. */
  public CatalogSource source() {
    return new CatalogSource(catalog, bytes, settings);
  }

  /** Returns artifacts that are not of this library as a source of imports. */
  public ForeignSource foreign(Collection<ForeignArtifact> artifacts) {
    return new ForeignSource(artifacts, settings);
  }

  public Exporter exporter() {
    return new Exporter(catalog, downloader, settings, atOnce());
  }

  public Importer importer() {
    return new Importer(blobs, catalog, settings, place, atOnce());
  }

  /** In memory, a second thread costs more than it saves. */
  private Executor atOnce() {
    return blobs.place().isPresent() ? settings.environment().executor() : Runnable::run;
  }

  public OwnPlace place() {
    return place;
  }

  public Rollbacks rollbacks() {
    return rollbacks;
  }

  public AliasMover mover() {
    return mover;
  }

  /** Stops following aliases, and closes the stores; closing again does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    scheduler.close();
    try {
      blobs.close();
    } finally {
      catalog.close();
    }
  }
}
