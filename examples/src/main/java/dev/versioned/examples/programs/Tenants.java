package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
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
    return repo.artifacts(prefix).map(name -> name.value().substring(prefix.length())).toList();
  }
}
