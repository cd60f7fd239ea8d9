const base = "status:[ok|error] errcode:unsignedInt? errtext?";
const filtered = `${base} filter-id? id:positiveInteger?`;
const plain = `result(${base})`;
const eachFiltered = `result+(${filtered})`;
const listedDomain =
  "domain*(id:positiveInteger name ascii-name type main:boolean guid external-id parent-id:positiveInteger? domain-id:positiveInteger?)";
const domainLists = `result+(${filtered} domains?(${listedDomain}))`;
const none =
  "{none() | {nonexistent-user?({bounce | forward | reject()}) webmail? spam-protect-sign:boolean? greylisting:boolean? mailservice:boolean?}}";
const hosted =
  "{vrt_hst(property+(name value) ip_address+) | std_fwd(dest_url ip_address+) | frm_fwd(dest_url ip_address+) | none()}";
const siteStat = `stat?({traffic & subdom & wu & box & redir & mg & resp & maillists & db & mssql_db & traffic_prevday & domains? & sites?})`;
const usage =
  "disk_usage?(httpdocs httpsdocs subdomains web_users anonftp logs dbases mailboxes maillists domaindumps)";
const mailnameNamed = `result+(${base} mailname?(name))`;
const zone = `${base} {site-id:positiveInteger | site-alias-id:positiveInteger}?`;
const contact = "phone & fax & email & address & city & state & pcode & country & locale";

/** What each operation's node in an answer may hold, in the notation of the request grammar. */
export const answerForms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  server: {
    get_protos: `result(${base} protos?(proto+))`,
    get: `result(${base} {
      key(property+(name value) content) | gen_info(server_name server_guid mode) | components(component+(name version)) |
      stat(objects(clients domains active_domains mail_boxes mail_redirects mail_groups mail_responders web_users databases
        database_users problem_clients problem_domains)
        version(plesk_name plesk_version plesk_os plesk_os_version plesk_build os_release)
        other(cpu uptime inside_vz:boolean) load_avg(l1 l5 l15) mem(total used free shared buffer cached)
        swap(total used free) diskspace(device+(name total used free))) |
      admin(admin_cname? admin_pname admin_phone? admin_email) | interfaces(interface+) |
      services_state(srv*({id & title & state & error?})) |
      prefs({outgoing_email_mode? & outgoing_antispam:boolean? & stat_ttl:integer?}) | shells(shell+(name path)) |
      session_setup(login_timeout) | site-isolation-config(property+(name value)) |
      updates(available_update available_update_type security_updates last_installed_update
        install_updates_automatically:boolean install_third_party_updates:boolean
        install_system_package_updates_automatically:boolean) |
      admin-domain-list(${listedDomain}) | certificates()}*)`,
    set: plain,
    srv_man: `result(${base} id?)`,
    create_session: `result(${base} id?)`,
  },
  session: {
    get: `result(${base} session*(id type:[admin|client|domain-admin|mail-user|reseller] ip-address login login-time idle))`,
    terminate: plain,
  },
  customer: {
    add: `result(${base} id:positiveInteger? guid?)`,
    get: `result+(${filtered} data?({gen_info?({cr_date:date & cname & pname & login & status:integer & ${contact} & guid &
      owner-id:integer? & owner-login? & vendor-guid & external-id & description}) &
      stat?(active_domains subdomains disk_space postboxs redirects mail_groups mail_resps mail_lists web_users data_bases
        traffic traffic_prevday)}))`,
    set: eachFiltered,
    del: eachFiltered,
    "get-domain-list": domainLists,
  },
  reseller: {
    get: `result+(${filtered} data?({gen-info?({cr-date:date & cname & pname & login & status:integer & ${contact} & guid &
      external-id & description}) &
      stat?(active-clients active-domains clients domains subdomains domain-aliases disk-space web-users data-bases postboxs
        mbox-quota redirects mail-groups mail-resps mail-lists mssql-data-bases traffic traffic-prevday) &
      permissions?(permission+(name value:boolean)) & limits?() & ippool?(ip*(ip-address ip-type:[shared|exclusive])) &
      subscriptions?()}))`,
    "get-domain-list": domainLists,
  },
  webspace: {
    add: `result(${base} id:positiveInteger? guid?)`,
    get: `result+(${filtered} data?(gen_info?(cr_date:date name ascii-name status:integer real_size owner-id:positiveInteger?
      owner-login? dns_ip_address htype:[vrt_hst|std_fwd|frm_fwd|none] guid vendor-guid external-id description)
      hosting?(${hosted}) hosting-basic?(${hosted}) limits?() ${siteStat} prefs?(www:boolean) ${usage} performance?()
      subscriptions?() permissions?() plan-items?() php-settings?() resource-usage?(resource+(name value)) mail?(${none})
      aps-filter:boolean? packages?()))`,
    set: eachFiltered,
    del: eachFiltered,
    "sync-subscription": eachFiltered,
  },
  site: {
    add: `result(${base} id:positiveInteger? guid?)`,
    get: `result+(${filtered} data?(gen_info?(cr_date:date name ascii-name status:integer real_size dns_ip_address
      htype:[vrt_hst|std_fwd|frm_fwd|none] guid webspace-guid webspace-id:positiveInteger description
      turn-off-action:[disable|suspend]?) hosting?(${hosted}) ${siteStat} prefs?(www:boolean) ${usage} performance?()))`,
    set: eachFiltered,
    del: eachFiltered,
  },
  subdomain: { get: `result+(${filtered} data?(parent name home))` },
  "site-alias": {
    create: `result(${base} id:positiveInteger?)`,
    get: `result+(${filtered} info?(status:integer pref(web:boolean mail:boolean seo-redirect:boolean) manage-dns:boolean
      site-id:positiveInteger name ascii-name))`,
    set: eachFiltered,
    delete: eachFiltered,
    rename: plain,
    "get-supported-services": `result(${base} service+)`,
  },
  ip: {
    get: `result(${base} addresses?(ip_info*({ip_address & netmask & type:[shared|exclusive] & interface & public_ip_address})))`,
  },
  "service-plan": {
    get: `result+(${base} {id:positiveInteger name guid external-id mail(webmail maillists:boolean mailservice:boolean)}?)`,
  },
  extension: {
    get: `result(${base} filter-id? details*({id & name & version & release & active:boolean}))`,
  },
  mail: {
    enable: plain,
    disable: plain,
    get_prefs: `result+(${base} {site-id:positiveInteger prefs(${none})}?)`,
    set_prefs: `result+(${base} site-id:positiveInteger?)`,
    get_info: `result+(${base} mailname?(id:positiveInteger? name mailbox?(enabled:boolean quota:long usage:integer?)
      forwarding?(enabled:boolean address*) alias* autoresponder?(enabled:boolean subject content_type charset text forward?
      end_date:date?) password?() antivir:[off|inout|in|out]? outgoing-messages-mbox-limit? description?))`,
    create: `result+(${base} mailname(id:positiveInteger? name))`,
    update: `{add(${mailnameNamed}) | remove(${mailnameNamed}) | set(${mailnameNamed})}`,
    remove: mailnameNamed,
    rename: plain,
    "get-available-mail-providers": `result+(${base} mail-provider+(local()))`,
  },
  dns: {
    add_rec: `result(${base} id:positiveInteger?)`,
    get_rec: `result*(${base} id:positiveInteger? data?({site-id:positiveInteger | site-alias-id:positiveInteger}? type host value opt?))`,
    del_rec: `result*(${base} id:positiveInteger?)`,
    get: `result+(${zone} soa?(ttl:unsignedInt refresh:unsignedInt retry:unsignedInt expire:unsignedInt minimum:unsignedInt)
      zone_type:[master|slave]? zone_status:[enabled|disabled]?)`,
    set: `result*(${zone})`,
    switch: `result+(${zone})`,
    enable: `result+(${zone})`,
    disable: `result+(${zone})`,
    "sync-with-template": plain,
    get_acl: `result*(${base} host*)`,
    "get-recursion": `result(${base} value?)`,
    "get-status-remote-dns": `result(${base} dns-status:boolean?)`,
    "enable-remote-dns": plain,
    "disable-remote-dns": plain,
    get_master_server: `result+(${filtered})`,
  },
  ui: {
    "create-custombutton": `result(${base} id:positiveInteger?)`,
    "get-custombutton": `result*(${base} {id:positiveInteger owner({admin() | customer-id:positiveInteger | reseller-id:positiveInteger})
      properties(sort_key:integer conhelp file? public:boolean internal:boolean noframe:boolean place url:url text)
      url-components(dom_id?() dom_name?() ftp_user?() ftp_pass?() cl_id?() cname?() pname?() email?())}?)`,
    "delete-custombutton": `result*(${base} id:positiveInteger?)`,
  },
  event_log: {
    get: `result(${base} event*(type time:unsignedInt class id))`,
    get_events: `result(${base} event*(id type time:unsignedInt class obj_id user host))`,
    "get-last-id": `result(${base} id:positiveInteger?)`,
  },
  secret_key: {
    create: `result(${base} key?)`,
    get_info: `result+(${base} {key_info(key ip_address description login) | key}?)`,
    delete: `result+(${base} key?)`,
  },
};
