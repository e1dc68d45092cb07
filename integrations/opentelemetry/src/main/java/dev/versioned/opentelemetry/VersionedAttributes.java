package dev.versioned.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;

/** The attributes of spans and of their events. */
public final class VersionedAttributes {
  /** The artifact's name. */
  public static final AttributeKey<String> ARTIFACT = AttributeKey.stringKey("versioned.artifact");

  /** The alias's name. */
  public static final AttributeKey<String> ALIAS = AttributeKey.stringKey("versioned.alias");

  /** The version: its number, or {@code $LATEST}. */
  public static final AttributeKey<String> VERSION = AttributeKey.stringKey("versioned.version");

  /** The revision of the alias. */
  public static final AttributeKey<Long> REVISION =
      AttributeKey.longKey("versioned.alias.revision");

  /** What happened to the alias, as its ledger has it, in lower case. */
  public static final AttributeKey<String> ACTION = AttributeKey.stringKey("versioned.action");

  /** Who changed the alias. */
  public static final AttributeKey<String> ACTOR = AttributeKey.stringKey("versioned.actor");

  /** Why it was changed, or refused, or is not ready. */
  public static final AttributeKey<String> REASON = AttributeKey.stringKey("versioned.reason");

  private VersionedAttributes() {}
}
