package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.netlink.NftablesCommand.list;
import static waymark.netlink.NftablesCommand.nft;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.linux.Errno;
import waymark.netlink.NftablesEvent.Change;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class NftablesKernelTest {
  private static final NftablesFamily INET = NftablesFamily.INET;
  private static final NftablesSetReference HOSTS4 = map("hosts4");
  private static final NftablesSetReference HOSTS6 = map("hosts6");
  private static final NftablesSetReference NETS4 = map("nets4");
  private static final NftablesSetReference MARKS = map("marks");
  private static final NftablesValue VPN = NftablesValue.goTo("to-vpn");
  private static final NftablesValue ISP = NftablesValue.goTo("to-isp");
  private static final String SCRIPT =
      """
      table inet t {
        comment "made by a test"
        counter seen { comment "c" }
        chain to-vpn { comment "the vpn"; meta mark set 0x1; }
        chain to-isp { meta mark set 0x2; }
        chain out { counter name seen comment "counts"; }
        map hosts4 { comment "learned"; type ipv4_addr : verdict; }
        map hosts6 { type ipv6_addr : verdict; }
        map nets4 { type ipv4_addr : verdict; flags interval; }
        map marks { type ipv4_addr : mark; }
      }
      """;

  /** A packet mark: four bytes in the order of this host. */
  private static final NftablesValue MARK =
      NftablesValue.bytes(
          Octets.of(
              ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0x01000000).array()));

  private Nftables nftables = Nftables.open();

  @BeforeEach
  void table() {
    nft(SCRIPT);
  }

  @AfterEach
  void close() {
    nft("flush ruleset");
    nftables.close();
  }

  private static NftablesSetReference map(String name) {
    return NftablesSetReference.of(INET, "t", name);
  }

  private static Octets ip(int... bytes) {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    return Octets.of(address);
  }

  @Test
  void addedElementsAreWhatTheCommandLists() {
    Octets six = Octets.of(HexFormat.of().parseHex("20010db8000000000000000000000001"));
    assertThat(
            nftables
                .batch()
                .add(HOSTS4, ip(192, 0, 2, 1), VPN)
                .add(HOSTS4, ip(192, 0, 2, 2), ISP)
                .add(HOSTS6, six, VPN)
                .add(MARKS, ip(192, 0, 2, 3), MARK)
                .commit())
        .isEmpty();
    assertThat(list("map inet t hosts4"))
        .contains("192.0.2.1 : goto to-vpn")
        .contains("192.0.2.2 : goto to-isp");
    assertThat(list("map inet t hosts6")).contains("2001:db8::1 : goto to-vpn");
    assertThat(list("map inet t marks")).contains("192.0.2.3 : 0x01000000");
    assertThat(nftables.elements(HOSTS4))
        .containsExactlyInAnyOrder(
            new NftablesElement(ip(192, 0, 2, 1), VPN, false),
            new NftablesElement(ip(192, 0, 2, 2), ISP, false));
    assertThat(nftables.elements(MARKS))
        .containsExactly(new NftablesElement(ip(192, 0, 2, 3), MARK, false));
  }

  @Test
  void intervalsMayTouchAndReachTheLastAddress() {
    nftables
        .batch()
        .addInterval(NETS4, ip(10, 0, 0, 0), ip(10, 0, 1, 0), VPN)
        .addInterval(NETS4, ip(10, 0, 1, 0), ip(10, 0, 2, 0), ISP)
        .addInterval(NETS4, ip(255, 0, 0, 0), Octets.of(), VPN)
        .commit("add", "intervals");
    assertThat(list("map inet t nets4"))
        .contains("10.0.0.0/24 : goto to-vpn")
        .contains("10.0.1.0/24 : goto to-isp")
        .contains("255.0.0.0/8 : goto to-vpn");
    assertThat(nftables.element(NETS4, ip(10, 0, 1, 77)))
        .first()
        .isEqualTo(new NftablesElement(ip(10, 0, 1, 0), ISP, false));
    nftables
        .batch()
        .deleteInterval(NETS4, ip(10, 0, 0, 0), ip(10, 0, 1, 0))
        .deleteInterval(NETS4, ip(255, 0, 0, 0), Octets.of())
        .commit("delete", "intervals");
    assertThat(nftables.elements(NETS4))
        .contains(
            new NftablesElement(ip(10, 0, 1, 0), ISP, false),
            new NftablesElement(ip(10, 0, 2, 0), NftablesValue.NONE, true));
    assertThat(list("map inet t nets4")).contains("10.0.1.0/24").doesNotContain("255");
  }

  @Test
  void refusedElementIsNamedByItsIndexAndNothingIsDone() {
    nftables.batch().add(HOSTS4, ip(192, 0, 2, 3), ISP).commit("add", "one");
    NftablesBatch batch = nftables.batch();
    for (int i = 0; i < 5; i++) {
      batch.add(HOSTS4, ip(192, 0, 2, i), VPN);
    }
    List<Refusal> refusals = batch.commit();
    assertThat(refusals).hasSize(1);
    assertThat(refusals.getFirst().isExisting()).isTrue();
    assertThat(refusals.getFirst().index()).isEqualTo(3);
    assertThat(nftables.elements(HOSTS4)).hasSize(1);
  }

  @Test
  void missingElementIsNamedByItsIndexAcrossMessages() {
    NftablesBatch batch = nftables.batch();
    for (int i = 0; i < 2500; i++) {
      batch.add(HOSTS4, ip(10, 0, i >> 8, i), VPN);
    }
    batch.delete(HOSTS4, ip(10, 0, 0, 0)).delete(HOSTS4, ip(11, 0, 0, 0));
    List<Refusal> refusals = batch.commit();
    assertThat(refusals).hasSize(1);
    assertThat(refusals.getFirst().isMissing()).isTrue();
    assertThat(refusals.getFirst().index()).isEqualTo(2501);
    assertThat(nftables.elements(HOSTS4)).isEmpty();
  }

  @Test
  void otherValueIsSetByDeletingInTheSameBatch() {
    nftables.batch().add(HOSTS4, ip(192, 0, 2, 1), VPN).commit("add", "one");
    Octets key = ip(192, 0, 2, 1);
    nftables.batch().delete(HOSTS4, key).add(HOSTS4, key, ISP).commit("replace", "one");
    assertThat(nftables.element(HOSTS4, key)).containsExactly(new NftablesElement(key, ISP, false));
    nftables.batch().add(HOSTS4, key, ISP).commit("add again", "one");
  }

  @Test
  void elementsMayBeFlushedAndMissing() {
    byte[] key = {1, 2, 3, 4};
    nftables.batch().add(HOSTS4, key, 0, 4, VPN).commit("add", "one");
    nftables.batch().flush(HOSTS4).commit("flush", "map");
    assertThat(nftables.elements(HOSTS4)).isEmpty();
    assertThat(nftables.element(HOSTS4, Octets.of(key))).isEmpty();
    assertThat(nftables.batch().commit()).isEmpty();
  }

  @Test
  void hundredThousandElementsAreOneTransaction() {
    NftablesBatch batch = nftables.batch();
    byte[] key = new byte[4];
    for (int i = 0; i < 100_000; i++) {
      key[1] = (byte) (i >> 16);
      key[2] = (byte) (i >> 8);
      key[3] = (byte) i;
      key[0] = 10;
      batch.add(HOSTS4, key, 0, 4, VPN);
    }
    int before = nftables.generation().number();
    // Beyond the send buffer that an unprivileged process may have it is refused whole.
    try (Nftables other = Nftables.open()) {
      batch.commit("add", "100,000 elements");
      assertThat(other.generation().number()).isEqualTo(before + 1);
      assertThat(other.elements(HOSTS4)).hasSize(100_000);
    } catch (waymark.linux.LinuxException e) {
      assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE);
    }
    assertThat(nftables.batch().add(HOSTS6, Octets.of(new byte[16]), VPN).commit()).isEmpty();
  }

  @Test
  void whatThereIsIsListedWithComments() {
    assertThat(nftables.tables())
        .singleElement()
        .satisfies(
            table -> {
              assertThat(table.family()).isEqualTo(INET);
              assertThat(table.name()).isEqualTo("t");
              assertThat(table.comment()).isEqualTo("made by a test");
              assertThat(table.handle()).isPositive();
            });
    nft("add table ip other; add chain ip other x");
    assertThat(nftables.chains(INET, "t"))
        .extracting(NftablesChain::name)
        .containsExactlyInAnyOrder("to-vpn", "to-isp", "out");
    assertThat(nftables.chains(INET, "t"))
        .extracting(NftablesChain::comment)
        .containsOnlyOnce("the vpn");
    assertThat(nftables.rules(INET, "t", "out"))
        .singleElement()
        .extracting(NftablesRule::comment)
        .isEqualTo("counts");
    assertThat(nftables.sets(INET, "t"))
        .filteredOn(set -> set.name().equals("hosts4"))
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.comment()).isEqualTo("learned");
              assertThat(set.isMap()).isTrue();
              assertThat(set.keyLength()).isEqualTo(4);
              assertThat(set.reference()).isEqualTo(HOSTS4);
            });
    assertThat(nftables.counters(INET, "t"))
        .containsExactly(new NftablesCounter(INET, "t", "seen", 0, 0));
  }

  @Test
  void missingTableIsAnErrorThatSaysWhich() {
    assertThatThrownBy(() -> nftables.elements(NftablesSetReference.of(INET, "gone", "x")))
        .isInstanceOfSatisfying(NetlinkException.class, e -> assertThat(e.isMissing()).isTrue())
        .hasMessageContaining("inet gone x");
    assertThat(nftables.deleteTable(INET, "t")).isTrue();
    assertThat(nftables.deleteTable(INET, "t")).isFalse();
  }

  @Test
  void queueRuleIsWhatTheCommandLists() {
    List<NftablesQueueRule.Form> worked = new ArrayList<>();
    for (NftablesQueueRule.Form form : NftablesQueueRule.Form.values()) {
      NftablesQueueRule rule = new NftablesQueueRule(5, true, form);
      List<Refusal> refusals = nftables.batch().addQueueRule(INET, "t", "to-vpn", rule).commit();
      if (refusals.isEmpty()) {
        worked.add(form);
      } else {
        assertThat(refusals.getFirst().isMissing()).isTrue();
      }
    }
    List<NftablesRule> rules = nftables.rules(INET, "t", "to-vpn");
    assertThat(rules).hasSize(1 + worked.size());
    if (!worked.isEmpty()) {
      assertThat(list("chain inet t to-vpn"))
          .containsPattern("queue (flags bypass to 5|num 5 bypass)");
      nftables.batch().deleteRule(rules.getLast()).commit("delete", "rule");
    }
  }

  @Test
  void changesOfOthersAreToldAndOwnAreNot() {
    try (NftablesEvents events = NftablesEvents.open(nftables.port())) {
      nftables.batch().add(HOSTS4, ip(192, 0, 2, 9), VPN).commit("add", "own");
      nft("add element inet t hosts4 { 192.0.2.1 : goto to-isp }");
      nft("add chain inet t later; add set inet t names { type ipv4_addr; }");
      nft("delete table inet t");
      List<NftablesEvent> told = new ArrayList<>();
      while (events.receive(told::add) == Reception.MESSAGES) {}
      assertThat(told)
          .contains(
              new NftablesEvent.ElementsChanged(
                  Change.NEW,
                  INET,
                  "t",
                  "hosts4",
                  List.of(new NftablesElement(ip(192, 0, 2, 1), ISP, false))))
          .anyMatch(
              event ->
                  event instanceof NftablesEvent.ChainChanged(Change change, NftablesChain chain)
                      && change == Change.NEW
                      && chain.name().equals("later"))
          .anyMatch(
              event ->
                  event instanceof NftablesEvent.SetChanged(Change change, NftablesSet set)
                      && change == Change.NEW
                      && set.name().equals("names"))
          .anyMatch(event -> event instanceof NftablesEvent.RuleChanged)
          .anyMatch(
              event ->
                  event instanceof NftablesEvent.TableChanged(Change change, NftablesTable table)
                      && change == Change.DELETED
                      && table.name().equals("t"))
          .anyMatch(
              event ->
                  event instanceof NftablesEvent.Committed(NftablesGeneration generation)
                      && generation.processName().equals("nft"))
          .noneMatch(
              event ->
                  event instanceof NftablesEvent.ElementsChanged changed
                      && changed.elements().getFirst().key().equals(ip(192, 0, 2, 9)));
    }
  }
}
