package waymark.app.lab;

import waymark.api.Status;

/** Checks at the end that no packet was about to leave by another link than its mark's. */
final class Guard implements Scenario {
  @Override
  public String title() {
    return "guard";
  }

  @Override
  public void play(Lab lab) {
    Status status = lab.router().status();
    long refused = status.links().stream().mapToLong(link -> link.wrongLinkPackets()).sum();
    long late = status.capture().passedLate() + status.capture().droppedLate();
    lab.add(
        new Row(
            title(),
            "all of the above",
            "-",
            "0 refused",
            refused + " refused",
            0,
            "-",
            0,
            Outcome.of(refused == 0),
            status.capture().held()
                + " answers held, "
                + late
                + " late, "
                + status.capture().lost()
                + " lost"));
  }
}
