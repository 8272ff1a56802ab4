package waymark.netlink;

/** Numbers of include/uapi/linux/netfilter/nf_tables.h and nfnetlink.h, by their C names. */
final class NftablesHeader {
  static final int NFNL_SUBSYS_NFTABLES = 10;
  static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  static final int NFNL_MSG_BATCH_END = 0x11;
  static final int NFNLGRP_NFTABLES = 7;

  /** struct nfgenmsg {u8 family; u8 version; be16 res_id}. */
  static final int NFGENMSG = 4;

  static final int NFT_MSG_NEWTABLE = NFNL_SUBSYS_NFTABLES << 8 | 0;
  static final int NFT_MSG_GETTABLE = NFNL_SUBSYS_NFTABLES << 8 | 1;
  static final int NFT_MSG_DELTABLE = NFNL_SUBSYS_NFTABLES << 8 | 2;
  static final int NFT_MSG_NEWCHAIN = NFNL_SUBSYS_NFTABLES << 8 | 3;
  static final int NFT_MSG_GETCHAIN = NFNL_SUBSYS_NFTABLES << 8 | 4;
  static final int NFT_MSG_DELCHAIN = NFNL_SUBSYS_NFTABLES << 8 | 5;
  static final int NFT_MSG_NEWRULE = NFNL_SUBSYS_NFTABLES << 8 | 6;
  static final int NFT_MSG_GETRULE = NFNL_SUBSYS_NFTABLES << 8 | 7;
  static final int NFT_MSG_DELRULE = NFNL_SUBSYS_NFTABLES << 8 | 8;
  static final int NFT_MSG_NEWSET = NFNL_SUBSYS_NFTABLES << 8 | 9;
  static final int NFT_MSG_GETSET = NFNL_SUBSYS_NFTABLES << 8 | 10;
  static final int NFT_MSG_DELSET = NFNL_SUBSYS_NFTABLES << 8 | 11;
  static final int NFT_MSG_NEWSETELEM = NFNL_SUBSYS_NFTABLES << 8 | 12;
  static final int NFT_MSG_GETSETELEM = NFNL_SUBSYS_NFTABLES << 8 | 13;
  static final int NFT_MSG_DELSETELEM = NFNL_SUBSYS_NFTABLES << 8 | 14;
  static final int NFT_MSG_NEWGEN = NFNL_SUBSYS_NFTABLES << 8 | 15;
  static final int NFT_MSG_GETGEN = NFNL_SUBSYS_NFTABLES << 8 | 16;
  static final int NFT_MSG_GETOBJ = NFNL_SUBSYS_NFTABLES << 8 | 19;

  static final int NFTA_TABLE_NAME = 1;
  static final int NFTA_TABLE_FLAGS = 2;
  static final int NFTA_TABLE_HANDLE = 4;
  static final int NFTA_TABLE_USERDATA = 6;

  static final int NFTA_CHAIN_TABLE = 1;
  static final int NFTA_CHAIN_HANDLE = 2;
  static final int NFTA_CHAIN_NAME = 3;
  static final int NFTA_CHAIN_POLICY = 5;
  static final int NFTA_CHAIN_USERDATA = 12;

  static final int NFTA_RULE_TABLE = 1;
  static final int NFTA_RULE_CHAIN = 2;
  static final int NFTA_RULE_HANDLE = 3;
  static final int NFTA_RULE_EXPRESSIONS = 4;
  static final int NFTA_RULE_USERDATA = 7;
  static final int NFTA_LIST_ELEM = 1;
  static final int NFTA_EXPR_NAME = 1;
  static final int NFTA_EXPR_DATA = 2;
  static final int NFTA_QUEUE_NUM = 1;
  static final int NFTA_QUEUE_TOTAL = 2;
  static final int NFTA_QUEUE_FLAGS = 3;
  static final int NFTA_TARGET_NAME = 1;
  static final int NFTA_TARGET_REV = 2;
  static final int NFTA_TARGET_INFO = 3;

  static final int NFTA_SET_TABLE = 1;
  static final int NFTA_SET_NAME = 2;
  static final int NFTA_SET_FLAGS = 3;
  static final int NFTA_SET_KEY_LEN = 5;
  static final int NFTA_SET_USERDATA = 13;
  static final int NFTA_SET_HANDLE = 16;

  static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  static final int NFTA_SET_ELEM_LIST_SET = 2;
  static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  static final int NFTA_SET_ELEM_KEY = 1;
  static final int NFTA_SET_ELEM_DATA = 2;
  static final int NFTA_SET_ELEM_FLAGS = 3;
  static final int NFT_SET_ELEM_INTERVAL_END = 1;

  static final int NFTA_DATA_VALUE = 1;
  static final int NFTA_DATA_VERDICT = 2;
  static final int NFTA_VERDICT_CODE = 1;
  static final int NFTA_VERDICT_CHAIN = 2;

  static final int NFTA_OBJ_TABLE = 1;
  static final int NFTA_OBJ_NAME = 2;
  static final int NFTA_OBJ_TYPE = 3;
  static final int NFTA_OBJ_DATA = 4;
  static final int NFT_OBJECT_COUNTER = 1;
  static final int NFTA_COUNTER_BYTES = 1;
  static final int NFTA_COUNTER_PACKETS = 2;

  static final int NFTA_GEN_ID = 1;
  static final int NFTA_GEN_PROC_PID = 2;
  static final int NFTA_GEN_PROC_NAME = 3;

  /** Types of the comment in user data; nftables' own convention (libnftnl udata.h). */
  static final int NFTNL_UDATA_COMMENT = 0;

  static final int NFTNL_UDATA_SET_COMMENT = 7;

  private NftablesHeader() {}
}
