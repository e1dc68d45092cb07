package dev.versioned.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code versioned.*}.
 *
 * @param enabled whether the library is set up
 * @param bucket the S3 bucket that stores the bytes
 * @param table the DynamoDB table that stores versions and aliases: its name, or its ARN
 * @param prefix the prefix of every key in the bucket, which ends with a slash
 * @param region the region of bucket and table; by default as the AWS SDK finds it
 * @param endpoint the endpoint of both services, for local servers
 * @param profile the profile of the AWS config files that has the credentials
 * @param expectedBucketOwner the account that must own the bucket
 * @param encrypted whether plain HTTP to other machines is refused
 * @param actor who moves aliases and publishes, for the ledger; by default the application's name
 * @param cache the cache of versions on disk
 * @param health the health indicator
 * @param management the actuator's endpoint
 * @param aliases the aliases to follow, by the name of their beans' qualifier
 */
@ConfigurationProperties("versioned")
public record VersionedProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String bucket,
    @Nullable String table,
    @DefaultValue("") String prefix,
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable String profile,
    @Nullable String expectedBucketOwner,
    @DefaultValue("false") boolean encrypted,
    @Nullable String actor,
    @DefaultValue Cache cache,
    @DefaultValue Health health,
    @DefaultValue Management management,
    @DefaultValue Map<String, Alias> aliases) {

  /**
   * The cache of versions on disk.
   *
   * @param directory where files are kept; by default versioned-cache in the folder for temporary
   *     files
   * @param maxSize how much the directory may hold
   * @param keepFor how long a fetched file is safe from eviction
   */
  public record Cache(
      @Nullable Path directory,
      @DefaultValue("10GB") DataSize maxSize,
      @DefaultValue("1m") Duration keepFor) {}

  /**
   * The health indicator.
   *
   * @param staleAfter how long an alias may not have been read before it is stale
   * @param staleStatus the status of the application while an alias is stale
   */
  public record Health(
      @DefaultValue("1m") Duration staleAfter, @DefaultValue("down") StaleStatus staleStatus) {

    /** A status of the application. */
    public enum StaleStatus {
      /** It does not work: a restart may help. */
      DOWN,
      /** It should get no requests, and should not be restarted. */
      OUT_OF_SERVICE
    }
  }

  /**
   * The actuator's endpoint.
   *
   * @param allowMoves whether the endpoint may move aliases
   */
  public record Management(@DefaultValue("false") boolean allowMoves) {}

  /**
   * An alias to follow.
   *
   * @param artifact the artifact's name
   * @param alias the alias's name
   * @param every how often the alias is read
   * @param staleAfter how long routing continues while the alias cannot be read; by default without
   *     limit
   * @param keepIn a file that keeps the last state, with which the application can start during an
   *     outage
   * @param eventuallyConsistent whether the alias is read eventually consistently, at half the cost
   * @param report whether this process reports to the alias's fleet
   * @param fetch whether versions are in the cache before they get requests
   * @param loader the bean that loads versions, a VersionLoader: makes the alias a live deployment
   * @param maxLive how many versions of a live deployment may be in memory
   * @param drain how long a version of a live deployment waits for its last user
   */
  public record Alias(
      @Nullable String artifact,
      @DefaultValue("LIVE") String alias,
      @DefaultValue("5s") Duration every,
      @Nullable Duration staleAfter,
      @Nullable Path keepIn,
      @DefaultValue("false") boolean eventuallyConsistent,
      @DefaultValue("false") boolean report,
      @DefaultValue("false") boolean fetch,
      @Nullable String loader,
      @DefaultValue("8") int maxLive,
      @DefaultValue("30s") Duration drain) {

    AliasKey key() {
      if (artifact == null) {
        throw new IllegalStateException("Cannot follow an alias without an artifact");
      }
      return AliasKey.of(artifact, alias);
    }
  }
}
