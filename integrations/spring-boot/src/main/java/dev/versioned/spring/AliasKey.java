package dev.versioned.spring;

import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;

/** An alias of an artifact, as {@code checkout/LIVE}. */
record AliasKey(ArtifactName artifact, AliasName alias) {
  static AliasKey of(String artifact, String alias) {
    return new AliasKey(ArtifactName.parse(artifact), AliasName.parse(alias));
  }

  static AliasKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "Cannot follow alias " + text + ": it has no slash; write it as checkout/LIVE");
    }
    return of(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return artifact + "/" + alias;
  }
}
