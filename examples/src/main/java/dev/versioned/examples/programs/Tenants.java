package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import java.util.List;

/** Many tenants in one repository: a tenant is the first part of an artifact's name. */
public final class Tenants {
  private final ArtifactRepository repo;

  /**
   * Makes the view of a repository.
   *
   * @param repo where the artifacts of all tenants are
   */
  public Tenants(ArtifactRepository repo) {
    this.repo = repo;
  }

  /**
   * Leads to an artifact of a tenant.
   *
   * @param tenant the tenant, without a dot
   * @param name the artifact's name, as the tenant says it
   * @return a handle on it
   */
  public Artifact artifact(String tenant, String name) {
    if (tenant.contains(".")) {
      throw new IllegalArgumentException("a tenant's name has no dot: " + tenant);
    }
    return repo.artifact(tenant + "." + name);
  }

  /**
   * Lists the artifacts of a tenant.
   *
   * @param tenant the tenant
   * @return their names, as the tenant says them
   */
  public List<String> artifacts(String tenant) {
    String prefix = tenant + ".";
    // The names are sorted: after "acme" come those of "acme-2", then those of "acme".
    return repo.artifactsAfter(ArtifactName.parse(tenant))
        .map(ArtifactName::value)
        .dropWhile(name -> name.compareTo(prefix) < 0)
        .takeWhile(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
