/** The ten Java programs of the examples, in idiomatic Kotlin. */
package dev.versioned.examples.kotlin

import dev.versioned.Artifact
import dev.versioned.ArtifactRepository
import dev.versioned.Content
import dev.versioned.LiveAlias
import dev.versioned.RolloutDriver
import dev.versioned.cache.ArtifactCache
import dev.versioned.maintenance.PruneReport
import dev.versioned.maintenance.Retention
import dev.versioned.model.Alias
import dev.versioned.model.NotFoundException
import dev.versioned.model.PublishResult
import dev.versioned.model.RevisionConflictException
import dev.versioned.model.Version
import dev.versioned.model.VersionNumber
import dev.versioned.model.Weight
import dev.versioned.rollout.HealthGate
import dev.versioned.rollout.NotEnoughDataPolicy
import dev.versioned.rollout.Rollout
import dev.versioned.rollout.RolloutPlan
import dev.versioned.rollout.RolloutStrategy
import dev.versioned.s3dynamo.S3DynamoRepository
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import java.util.concurrent.Executor
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.streams.asSequence
import software.amazon.awssdk.services.dynamodb.DynamoDbClient
import software.amazon.awssdk.services.s3.S3Client

/** The README's quickstart. */
fun quickstart(repo: ArtifactRepository, jar1: Path, jar2: Path): Alias {
  val checkout = repo.artifact("checkout-service")
  val v1 = checkout.publish(Content.of(jar1)).version
  val v2 =
    checkout
      .publish(Content.of(jar2)) { p -> p.description("faster basket").metadata("git.sha", "1a2b3c") }
      .version
  val live = checkout.alias("LIVE")
  live.pointTo(v1)
  live.split(v1, v2, Weight.percent(10))
  live.promote()
  return live.rollback()
}

/** 1. A step of a pipeline: publishes a build once, however often the step is repeated. */
fun publishInCi(repo: ArtifactRepository, jar: Path, commit: String, run: String): PublishResult =
  repo.artifact("checkout").publish(Content.of(jar)) { p ->
    p.metadata("git.sha", commit).idempotencyKey(run).by("ci")
  }

/** 2. The lookups of a web service for each request; no request waits for the store. */
class Greetings(repo: ArtifactRepository, folder: Path) : AutoCloseable {
  private val cache = ArtifactCache.builder(repo, folder).build()
  private val live: LiveAlias =
    repo.artifact("greeting").alias("LIVE").watch { w ->
      w.prepare { cache.fetch(it) }.staleAfter(Duration.ofMinutes(5))
    }

  fun greet(user: String): String = cache.fetch(live.route(user)).readBytes().decodeToString()

  override fun close() = live.close()
}

/** 3. Shifts the traffic to a version while it is healthy; returns whether it has all traffic now. */
fun rollOut(repo: ArtifactRepository, version: Version, gate: HealthGate, every: Duration): Boolean {
  val rollout = repo.artifact(version.artifact).alias("LIVE").rollout()
  val strategy =
    RolloutStrategy.canary(Weight.percent(10), Duration.ofMinutes(5))
      .withBakeTime(Duration.ofMinutes(10))
  val plan =
    RolloutPlan.of(version, strategy).withNotEnoughData(NotEnoughDataPolicy.rollBack())
  val started = rollout.startOrContinue(plan) { u -> u.reason("release of $version") }
  if (started.isEmpty) return true
  val end = RolloutDriver.of(rollout, gate).every(every).drive(started.get(), Duration.ofHours(1))
  return end.rollout.state == Rollout.State.PROMOTED
}

/** 4. Called by an alarm; returns null if the alias has moved since, or has no earlier routing. */
fun rollBack(repo: ArtifactRepository, artifact: String, seen: Alias, alarm: String): Alias? =
  try {
    repo.artifact(artifact).alias(seen.name).rollback { u ->
      u.expectRevision(seen.revision).reason(alarm).by("alarm")
    }
  } catch (_: RevisionConflictException) {
    null
  } catch (e: NotFoundException) {
    if (e.subject() == NotFoundException.Subject.ROUTING) null else throw e
  }

/** 5. A nightly job: deletes old versions of all artifacts, and unreferenced bytes. */
fun cleanUp(repo: ArtifactRepository): PruneReport {
  val keep =
    Retention.newest(20)
      .or(Retention.newerThan(Duration.ofDays(90)))
      .or(Retention.labelled("keep"))
  return repo.prune(keep).run().also { repo.gc().run() }
}

/** 6. A batch job of many tasks: the version is resolved once, all tasks use that one. */
class NightlyBatch(repo: ArtifactRepository, private val state: Path) {
  private val model = repo.artifact("fraud-model")

  fun start() = state.writeText(model.resolve("LIVE").number().toString())

  fun score(account: String): String {
    val pinned = model.resolve(state.readText())
    return "$account scored by ${model.readBytes(pinned).decodeToString()} of $pinned"
  }
}

/** 7. A clock that advances only when told, for tests of time-dependent code. */
class HandClock(private var now: Instant) : Clock() {
  @Synchronized
  fun advance(by: Duration) {
    now += by
  }

  @Synchronized override fun instant(): Instant = now

  override fun getZone(): ZoneId = ZoneOffset.UTC

  override fun withZone(zone: ZoneId): Clock = throw UnsupportedOperationException()
}

/** 7. Returns what a strategy would do: each routing, and the minutes until it begins. */
fun rehearse(strategy: RolloutStrategy): Map<String, Long> {
  val clock = HandClock(Instant.EPOCH)
  val begins = LinkedHashMap<String, Long>()
  ArtifactRepository.inMemory(clock).use { repo ->
    val app = repo.artifact("app")
    app.alias("LIVE").pointTo(app.publish(Content.of("old")).version)
    val rollout = app.alias("LIVE").rollout()
    var status = rollout.start(app.publish(Content.of("new")).version, strategy)
    while (!status.rollout.isOver) {
      status = rollout.tick(HealthGate.open()).status
      begins.putIfAbsent(status.alias.routing.toString(), clock.instant().epochSecond / 60)
      clock.advance(Duration.ofMinutes(1))
    }
  }
  return begins
}

/** 8. Many tenants in one repository: a tenant is the first part of an artifact's name. */
class Tenants(private val repo: ArtifactRepository) {
  fun artifact(tenant: String, name: String): Artifact {
    require('.' !in tenant) { "a tenant's name has no dot: $tenant" }
    return repo.artifact("$tenant.$name")
  }

  fun artifacts(tenant: String): List<String> =
    repo.artifacts("$tenant.").map { it.value.removePrefix("$tenant.") }.toList()
}

/** 9. A repository over an application's existing clients and threads. */
fun open(
  s3: S3Client,
  dynamoDb: DynamoDbClient,
  executor: Executor,
  bucket: String,
  table: String,
): ArtifactRepository =
  S3DynamoRepository.builder()
    .s3(s3)
    .dynamoDb(dynamoDb)
    .settings { it.withExecutor(executor).withActor("shop") }
    .bucket(bucket)
    .table(table)
    .build()

/** 10. A page of versions, newest first, and the parameter for the next page. */
fun page(artifact: Artifact, before: VersionNumber?, size: Int): Pair<List<Version>, VersionNumber?> {
  val rest = if (before == null) artifact.versions() else artifact.versionsBefore(before)
  val versions = rest.limit(size + 1L).toList()
  val shown = versions.take(size)
  return shown to if (versions.size > size) shown.last().number() else null
}
