package waymark.app.config;

import java.util.List;
import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.kernel.model.DnsTrust;
import waymark.policy.Address;

/** Reads the key that says whose DNS answers count. */
final class TrustFields {
  private static final String EXPECTED = "known, any, or only: with a list of name servers";

  private TrustFields() {}

  /**
   * Reads {@code learn.trust}.
   *
   * @param learn the section {@code learn}, if the file has it
   * @param resolvers those of {@code learn.resolvers}, which are known
   */
  static DnsTrust read(Optional<Fields> learn, List<Address> resolvers, Findings findings) {
    DnsTrust known = new DnsTrust.Known(resolvers);
    if (learn.isEmpty() || learn.get().value("trust").isEmpty()) {
      return known;
    }
    if (!(learn.get().value("trust").get() instanceof Value.Text)) {
      return learn
          .get()
          .fields("trust", Keys.TRUST)
          .<DnsTrust>map(
              fields -> {
                if (!fields.has("only")) {
                  fields.missing("only", "a list of name servers");
                }
                return new DnsTrust.Only(ExemptionFields.servers(fields, "only", findings));
              })
          .orElse(known);
    }
    return learn
        .get()
        .text("trust", EXPECTED)
        .<DnsTrust>map(
            text ->
                switch (text.text()) {
                  case "known" -> known;
                  case "any" -> new DnsTrust.Any();
                  default -> {
                    findings.add(
                        text.place(),
                        learn.get().path("trust"),
                        Fields.quoted(text),
                        EXPECTED + Spelling.suggestion(text.text(), List.of("known", "any")));
                    yield known;
                  }
                })
        .orElse(known);
  }
}
