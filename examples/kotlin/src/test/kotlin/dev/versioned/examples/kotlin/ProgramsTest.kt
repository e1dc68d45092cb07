package dev.versioned.examples.kotlin

import dev.versioned.ArtifactRepository
import dev.versioned.Content
import dev.versioned.model.PublishResult.Outcome
import dev.versioned.model.Version
import dev.versioned.model.VersionNumber
import dev.versioned.model.Weight
import dev.versioned.rollout.Health
import dev.versioned.rollout.RolloutStrategy
import dev.versioned.testkit.ArtifactRepositoryExtension
import dev.versioned.testkit.LocalAws
import dev.versioned.testkit.LocalRepository
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executors
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.io.TempDir

/** The programs do what they say. */
class ProgramsTest {
  private val clock = HandClock(Instant.parse("2026-01-01T00:00:00Z"))
  private val repo = ArtifactRepository.inMemory(clock)

  @TempDir private lateinit var folder: Path

  @AfterEach fun close() = repo.close()

  private fun publish(artifact: String, content: String): Version =
    repo.artifact(artifact).publish(Content.of(content)).version

  private fun file(content: String): Path =
    folder.resolve(content).apply { writeText(content) }

  @Test
  fun quickstartEndsWithTheCanaryBeforeItsPromotion() {
    assertThat(quickstart(repo, file("1"), file("2")).routing.toString())
      .isEqualTo("1=90% 2=10%")
  }

  @Test
  fun repeatedStepOfAPipelinePublishesOnce() {
    val first = publishInCi(repo, file("a build"), "1a2b3c", "run-42")
    val again = publishInCi(repo, file("a build"), "1a2b3c", "run-42")
    assertThat(first.outcome).isEqualTo(Outcome.CREATED)
    assertThat(again.outcome).isEqualTo(Outcome.REPLAYED)
    assertThat(again.version).isEqualTo(first.version)
    assertThat(first.version.metadata["git.sha"]).isEqualTo("1a2b3c")
  }

  @Test
  fun userOfAWebServiceStaysWithAVersion() {
    val live = repo.artifact("greeting").alias("LIVE")
    live.split(publish("greeting", "Hello"), publish("greeting", "Hi"), Weight.percent(50))
    Greetings(repo, folder.resolve("cache")).use { greetings ->
      val users = (1..40).map { "user-$it" }
      val first = users.map(greetings::greet)
      assertThat(first.toSet()).containsExactlyInAnyOrder("Hello", "Hi")
      assertThat(users.map(greetings::greet)).isEqualTo(first)
    }
  }

  @Test
  fun canaryIsPromotedOrTakenBack() {
    val v1 = publish("checkout", "1")
    val v2 = publish("checkout", "2")
    val live = repo.artifact("checkout").alias("LIVE")
    live.pointTo(v1)
    assertThat(roll(v2, Health.unhealthy("5xx over 1 %"))).isFalse()
    assertThat(live.read().routing.primary).isEqualTo(v1.number())
    assertThat(roll(v2, Health.healthy())).isTrue()
    assertThat(live.read().routing.primary).isEqualTo(v2.number())
  }

  private fun roll(version: Version, health: Health): Boolean =
    rollOut(
      repo,
      version,
      {
        clock.advance(Duration.ofMinutes(1))
        health
      },
      Duration.ofMillis(1),
    )

  @Test
  fun alarmRollsBackOnceAndOnlyWhatItSaw() {
    val live = repo.artifact("checkout").alias("LIVE")
    live.pointTo(publish("checkout", "1"))
    assertThat(rollBack(repo, "checkout", live.read(), "too slow")).isNull()
    val seen = live.pointTo(publish("checkout", "2"))
    assertThat(rollBack(repo, "checkout", seen, "too slow")?.routing.toString())
      .isEqualTo("1=100%")
    assertThat(rollBack(repo, "checkout", seen, "too slow")).isNull()
  }

  @Test
  fun oldVersionsAreDeletedUnlessTheyServeOrAreLabelled() {
    val checkout = repo.artifact("checkout")
    checkout.publish(Content.of("first")) { it.metadata("keep", "audit") }
    checkout.alias("LIVE").pointTo(publish("checkout", "second"))
    repeat(28) { publish("checkout", "later $it") }
    clock.advance(Duration.ofDays(91))
    val report = cleanUp(repo)
    assertThat(report.deleted).hasSize(8)
    assertThat(report.kept).isEqualTo(22)
  }

  @Test
  fun tasksOfABatchUseOneVersion() {
    val live = repo.artifact("fraud-model").alias("LIVE")
    live.pointTo(publish("fraud-model", "weights A"))
    val batch = NightlyBatch(repo, folder.resolve("run.txt"))
    batch.start()
    live.pointTo(publish("fraud-model", "weights B"))
    assertThat(batch.score("account 7"))
      .isEqualTo("account 7 scored by weights A of fraud-model:1")
  }

  @Test
  fun strategyIsRehearsedInNoTime() {
    assertThat(rehearse(RolloutStrategy.linear(Weight.percent(25), Duration.ofMinutes(10))))
      .isEqualTo(
        mapOf(
          "1=75% 2=25%" to 0L,
          "1=50% 2=50%" to 10L,
          "1=25% 2=75%" to 20L,
          "1=0% 2=100%" to 30L,
          "2=100%" to 31L,
        )
      )
  }

  @Test
  fun tenantsSeeTheirOwnArtifacts() {
    val tenants = Tenants(repo)
    tenants.artifact("acme", "rules").publish(Content.of("acme's"))
    tenants.artifact("acme-2", "rules").publish(Content.of("acme-2's"))
    tenants.artifact("zenith", "rules").publish(Content.of("zenith's"))
    assertThat(tenants.artifacts("acme")).containsExactly("rules")
    assertThat(tenants.artifacts("nobody")).isEmpty()
  }

  @Test
  fun pagesShowEveryVersionOnce() {
    (1..25).forEach { publish("checkout", "content $it") }
    val checkout = repo.artifact("checkout")
    val pages =
      generateSequence(page(checkout, null, 10)) { (_, next) ->
          next?.let { page(checkout, it, 10) }
        }
        .map { (versions, _) -> versions.map { it.number().value } }
        .toList()
    assertThat(pages.map { it.size }).containsExactly(10, 10, 5)
    assertThat(pages.flatten()).isEqualTo((25L downTo 1L).toList())
  }
}

/** On S3's and DynamoDB's protocols, which take a while to start; every build does so in Java. */
@ExtendWith(ArtifactRepositoryExtension::class)
@Tag("full")
class OwnClientsTest {
  @Test
  fun clientsOfTheApplicationStayOpen(local: LocalRepository, aws: LocalAws) {
    val executor = Executors.newCachedThreadPool()
    try {
      val version =
        open(aws.s3(), aws.dynamoDb(), executor, local.bucket(), local.table()).use {
          it.artifact("basket").publish(Content.of("bytes")).version
        }
      assertThat(version.createdBy).isEqualTo("shop")
      assertThat(local.repository().artifact("basket").resolve(VersionNumber.of(1)))
        .isEqualTo(version)
    } finally {
      executor.shutdownNow()
    }
  }
}
