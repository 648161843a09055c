-- 0051
BEGIN IMMEDIATE;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE campaign_versions (
	version TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	content TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_campaign_versions PRIMARY KEY (version)
);
CREATE TABLE orgs (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	placeholder BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	archived_at BIGINT, names_reviewed BIGINT, 
	CONSTRAINT pk_orgs PRIMARY KEY (id), 
	CONSTRAINT uq_orgs_name UNIQUE (name)
);
CREATE TABLE requests (
	"key" BLOB NOT NULL, 
	answer TEXT NOT NULL, 
	at BIGINT NOT NULL, account BLOB, 
	CONSTRAINT pk_requests PRIMARY KEY ("key")
);
CREATE TABLE campaigns (
	id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	status TEXT NOT NULL, 
	timezone TEXT NOT NULL, 
	opens_at BIGINT, 
	closes_at BIGINT, 
	updated_at BIGINT NOT NULL, source TEXT, 
	CONSTRAINT pk_campaigns PRIMARY KEY (id), 
	CONSTRAINT fk_campaigns_version FOREIGN KEY(version) REFERENCES campaign_versions (version)
);
CREATE TABLE chapters (
	id TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	placeholder BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	archived_at BIGINT, 
	CONSTRAINT pk_chapters PRIMARY KEY (id), 
	CONSTRAINT fk_chapters_org_id FOREIGN KEY(org_id) REFERENCES orgs (id), 
	CONSTRAINT uq_chapters_org_id_name UNIQUE (org_id, name)
);
CREATE TABLE counters (
	campaign_id TEXT NOT NULL, 
	period TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	people BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (campaign_id, period, "by", scope, "key"), 
	CONSTRAINT fk_counters_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
)
 WITHOUT ROWID

;
CREATE TABLE people (
	id TEXT NOT NULL, 
	chapter_id TEXT, 
	profile BLOB, 
	public BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, suspended_at BIGINT, wrong_codes BIGINT, locked_until BIGINT, name_hidden TEXT, name_told_at BIGINT, mapped_chapter_id TEXT, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT fk_people_chapter_id FOREIGN KEY(chapter_id) REFERENCES chapters (id)
);
CREATE TABLE accounts (
	"key" BLOB NOT NULL, 
	person_id TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	address BLOB NOT NULL, 
	created_at BIGINT NOT NULL, settings BLOB, 
	CONSTRAINT pk_accounts PRIMARY KEY ("key"), 
	CONSTRAINT fk_accounts_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE calls (
	id TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	person_id TEXT, 
	slot TEXT NOT NULL, 
	office TEXT NOT NULL, 
	day TEXT NOT NULL, 
	week TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	counted BIGINT NOT NULL, 
	org_id TEXT NOT NULL, 
	chapter_id TEXT NOT NULL, 
	state TEXT, 
	district TEXT, 
	language TEXT NOT NULL, 
	script_version TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	logged_at BIGINT NOT NULL, 
	counted_at BIGINT, 
	removed_at BIGINT, 
	removed_as TEXT, why TEXT, entered_at BIGINT DEFAULT '0' NOT NULL, adds_person BIGINT DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_calls PRIMARY KEY (id), 
	CONSTRAINT fk_calls_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_calls_chapter_id FOREIGN KEY(chapter_id) REFERENCES chapters (id), 
	CONSTRAINT fk_calls_org_id FOREIGN KEY(org_id) REFERENCES orgs (id), 
	CONSTRAINT fk_calls_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value BLOB NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY (name)
);
CREATE TABLE audit (
	seq BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	object TEXT NOT NULL, 
	org_id TEXT, 
	result TEXT NOT NULL, 
	hash BLOB NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (seq)
);
CREATE TABLE installations (
	"key" BLOB NOT NULL, 
	sealed BLOB NOT NULL, 
	installed_at BIGINT NOT NULL, 
	CONSTRAINT pk_installations PRIMARY KEY ("key")
);
CREATE TABLE oauth_states (
	"key" BLOB NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_oauth_states PRIMARY KEY ("key")
);
CREATE TABLE spaces (
	"key" BLOB NOT NULL, 
	platform TEXT NOT NULL, 
	address BLOB NOT NULL, 
	org_id TEXT, 
	language TEXT, 
	wrong_codes BIGINT NOT NULL, 
	locked_until BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_spaces PRIMARY KEY ("key"), 
	CONSTRAINT fk_spaces_org_id FOREIGN KEY(org_id) REFERENCES orgs (id)
);
CREATE TABLE anonymous_totals (
	campaign_id TEXT NOT NULL, 
	period TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	people BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, forgotten BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_anonymous_totals PRIMARY KEY (campaign_id, period, "by", scope, "key"), 
	CONSTRAINT fk_anonymous_totals_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
)
 WITHOUT ROWID

;
CREATE TABLE chapter_maps (
	space_key BLOB NOT NULL, 
	target BLOB NOT NULL, 
	chapter_id TEXT NOT NULL, named BLOB, 
	CONSTRAINT pk_chapter_maps PRIMARY KEY (space_key, target), 
	CONSTRAINT fk_chapter_maps_chapter_id FOREIGN KEY(chapter_id) REFERENCES chapters (id), 
	CONSTRAINT fk_chapter_maps_space_key FOREIGN KEY(space_key) REFERENCES spaces ("key")
);
CREATE TABLE actors (
	person_id TEXT NOT NULL, 
	id TEXT NOT NULL, 
	CONSTRAINT pk_actors PRIMARY KEY (person_id), 
	CONSTRAINT fk_actors_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE links (
	id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	account_key BLOB NOT NULL, 
	"before" BLOB NOT NULL, 
	linked_at BIGINT NOT NULL, 
	CONSTRAINT pk_links PRIMARY KEY (id), 
	CONSTRAINT fk_links_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE link_calls (
	link_id TEXT NOT NULL, 
	call_id TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	CONSTRAINT pk_link_calls PRIMARY KEY (link_id, call_id), 
	CONSTRAINT fk_link_calls_call_id FOREIGN KEY(call_id) REFERENCES calls (id), 
	CONSTRAINT fk_link_calls_link_id FOREIGN KEY(link_id) REFERENCES links (id)
);
CREATE TABLE campaign_changes (
	campaign_id TEXT NOT NULL, 
	file_status TEXT NOT NULL, 
	file_opens_at BIGINT, 
	file_closes_at BIGINT, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_campaign_changes PRIMARY KEY (campaign_id), 
	CONSTRAINT fk_campaign_changes_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
);
CREATE TABLE channels (
	id TEXT NOT NULL, 
	"key" BLOB NOT NULL, 
	space_key BLOB NOT NULL, 
	address BLOB NOT NULL, 
	name BLOB NOT NULL, 
	zone TEXT NOT NULL, 
	quiet_from BIGINT, 
	quiet_to BIGINT, 
	state TEXT, 
	refusal TEXT, 
	missing TEXT, 
	subscribed_at BIGINT NOT NULL, 
	unsubscribed_at BIGINT, 
	CONSTRAINT pk_channels PRIMARY KEY (id), 
	CONSTRAINT fk_channels_space_key FOREIGN KEY(space_key) REFERENCES spaces ("key"), 
	CONSTRAINT uq_channels_key UNIQUE ("key")
);
CREATE TABLE congress (
	id BIGINT NOT NULL, 
	edition TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_to TEXT NOT NULL, 
	zips_for BIGINT, 
	sources TEXT NOT NULL, 
	loaded_at BIGINT NOT NULL, 
	CONSTRAINT pk_congress PRIMARY KEY (id)
);
CREATE TABLE members (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	state TEXT NOT NULL, 
	district TEXT, 
	rank TEXT, 
	ends TEXT NOT NULL, last TEXT, given TEXT, begins TEXT, since TEXT, 
	CONSTRAINT pk_members PRIMARY KEY (id)
);
CREATE TABLE member_offices (
	id TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	phone TEXT, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_member_offices PRIMARY KEY (id), 
	CONSTRAINT fk_member_offices_member_id FOREIGN KEY(member_id) REFERENCES members (id)
);
CREATE TABLE zips (
	zip TEXT NOT NULL, 
	district TEXT NOT NULL, 
	share BIGINT NOT NULL, 
	CONSTRAINT pk_zips PRIMARY KEY (zip, district)
)
 WITHOUT ROWID

;
CREATE TABLE alerts (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	org_id TEXT, 
	author TEXT NOT NULL, 
	words BLOB, 
	audience TEXT NOT NULL, 
	at BIGINT, 
	zone TEXT NOT NULL, 
	state TEXT NOT NULL, 
	why TEXT, 
	asked_at BIGINT, 
	version TEXT NOT NULL, 
	created_at BIGINT NOT NULL, glance BLOB, vouched_by TEXT, ended_at BIGINT, translations BLOB, reason BLOB, 
	CONSTRAINT pk_alerts PRIMARY KEY (id), 
	CONSTRAINT fk_alerts_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_alerts_org_id FOREIGN KEY(org_id) REFERENCES orgs (id)
);
CREATE TABLE deliveries (
	id TEXT NOT NULL, 
	alert_id TEXT NOT NULL, 
	channel_id TEXT NOT NULL, 
	space_key BLOB NOT NULL, 
	platform TEXT NOT NULL, 
	state TEXT NOT NULL, 
	planned_at BIGINT NOT NULL, 
	due_at BIGINT, 
	claimed_by TEXT, 
	first_tried_at BIGINT, 
	tries BIGINT NOT NULL, 
	message BLOB, 
	refusal TEXT, 
	missing TEXT, 
	done_at BIGINT, 
	edit_at BIGINT, 
	shown BLOB, edited_at BIGINT, edit_lease BIGINT, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_alert_id FOREIGN KEY(alert_id) REFERENCES alerts (id), 
	CONSTRAINT fk_deliveries_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id), 
	CONSTRAINT fk_deliveries_space_key FOREIGN KEY(space_key) REFERENCES spaces ("key"), 
	CONSTRAINT uq_deliveries_alert_id_channel_id UNIQUE (alert_id, channel_id)
);
CREATE TABLE positions (
	call_id TEXT NOT NULL, 
	ask TEXT NOT NULL, 
	position TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_positions PRIMARY KEY (call_id, ask), 
	CONSTRAINT fk_positions_call_id FOREIGN KEY(call_id) REFERENCES calls (id)
)
 WITHOUT ROWID

;
CREATE TABLE anonymous_reports (
	campaign_id TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	ask TEXT NOT NULL, 
	value TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	people BIGINT NOT NULL, 
	last_day TEXT NOT NULL, 
	CONSTRAINT pk_anonymous_reports PRIMARY KEY (campaign_id, org_id, about, subject, ask, value), 
	CONSTRAINT fk_anonymous_reports_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_anonymous_reports_org_id FOREIGN KEY(org_id) REFERENCES orgs (id)
)
 WITHOUT ROWID

;
CREATE TABLE committee_seats (
	committee TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	place BIGINT NOT NULL, 
	CONSTRAINT pk_committee_seats PRIMARY KEY (committee, member_id), 
	CONSTRAINT fk_committee_seats_member_id_members FOREIGN KEY(member_id) REFERENCES members (id)
)
 WITHOUT ROWID

;
CREATE TABLE strokes (
	campaign_id TEXT NOT NULL, 
	beat TEXT NOT NULL, 
	day TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_strokes PRIMARY KEY (campaign_id, beat, day), 
	CONSTRAINT fk_strokes_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
)
 WITHOUT ROWID

;
CREATE TABLE reminders (
	account_key BLOB NOT NULL, 
	cron TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	language TEXT, 
	planned_at BIGINT NOT NULL, 
	due_at BIGINT NOT NULL, 
	last_day TEXT, 
	refused BIGINT NOT NULL, assumed BIGINT, 
	CONSTRAINT pk_reminders PRIMARY KEY (account_key), 
	CONSTRAINT fk_reminders_account_key FOREIGN KEY(account_key) REFERENCES accounts ("key")
);
CREATE TABLE "codes" (
	"key" BLOB NOT NULL, 
	kind TEXT NOT NULL, 
	org_id TEXT, 
	person_id TEXT, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	chapter_id TEXT, 
	CONSTRAINT pk_codes PRIMARY KEY ("key"), 
	CONSTRAINT fk_codes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_codes_org_id FOREIGN KEY(org_id) REFERENCES orgs (id), 
	CONSTRAINT fk_codes_chapter_id FOREIGN KEY(chapter_id) REFERENCES chapters (id)
);
CREATE TABLE "roles" (
	person_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	granted_at BIGINT NOT NULL, 
	basis TEXT NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (person_id, role, scope, basis), 
	CONSTRAINT fk_roles_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE notices (
	id TEXT NOT NULL, 
	alert_id TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	due_at BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_notices PRIMARY KEY (id), 
	CONSTRAINT fk_notices_alert_id FOREIGN KEY(alert_id) REFERENCES alerts (id), 
	CONSTRAINT uq_notices_alert_id_kind_actor UNIQUE (alert_id, kind, actor)
);
CREATE TABLE past_entries (
	account BLOB NOT NULL, 
	entry BLOB NOT NULL, 
	campaign BLOB NOT NULL, 
	day BLOB NOT NULL, 
	slot BLOB NOT NULL, 
	seat BLOB NOT NULL, 
	rank BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_past_entries PRIMARY KEY (account, entry)
)
 WITHOUT ROWID

;
CREATE TABLE guards (
	account BLOB NOT NULL, 
	suspended_at BIGINT, 
	suspended_until BIGINT, 
	org_id TEXT, 
	actor TEXT, 
	wrong_codes BIGINT, 
	locked_until BIGINT, 
	codes_until BIGINT, name_until BIGINT, 
	CONSTRAINT pk_guards PRIMARY KEY (account)
);
CREATE TABLE name_notices (
	actor TEXT NOT NULL, 
	id TEXT NOT NULL, 
	since BIGINT NOT NULL, 
	due_at BIGINT, 
	told_at BIGINT, 
	CONSTRAINT pk_name_notices PRIMARY KEY (actor)
);
CREATE TABLE alert_drafts (
	person_id TEXT NOT NULL, 
	id TEXT NOT NULL, 
	alert_id TEXT, 
	typed BLOB NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_alert_drafts PRIMARY KEY (person_id, id), 
	CONSTRAINT fk_alert_drafts_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE once_reminders (
	id TEXT NOT NULL, 
	account_key BLOB NOT NULL, 
	zone TEXT NOT NULL, 
	language TEXT, 
	planned_at BIGINT NOT NULL, 
	due_at BIGINT NOT NULL, 
	assumed BIGINT NOT NULL, 
	taken BIGINT NOT NULL, 
	CONSTRAINT pk_once_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_once_reminders_account_key FOREIGN KEY(account_key) REFERENCES accounts ("key")
);
CREATE TABLE campaign_drafts (
	id TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	org_id TEXT, 
	entries TEXT NOT NULL, 
	base_version TEXT, 
	waiting_since BIGINT, 
	asked_by TEXT, 
	updated_at BIGINT NOT NULL, 
	updated_by TEXT NOT NULL, 
	CONSTRAINT pk_campaign_drafts PRIMARY KEY (id), 
	CONSTRAINT fk_campaign_drafts_org_id FOREIGN KEY(org_id) REFERENCES orgs (id), 
	CONSTRAINT uq_campaign_drafts_campaign_id UNIQUE (campaign_id)
);
CREATE TABLE draft_conflicts (
	id TEXT NOT NULL, 
	draft_id TEXT NOT NULL, 
	part TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_draft_conflicts PRIMARY KEY (id), 
	CONSTRAINT fk_draft_conflicts_draft_id FOREIGN KEY(draft_id) REFERENCES campaign_drafts (id)
);
CREATE TABLE campaign_history (
	campaign_id TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	version TEXT NOT NULL, 
	act TEXT NOT NULL, 
	actor TEXT, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_campaign_history PRIMARY KEY (campaign_id, number), 
	CONSTRAINT fk_campaign_history_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_campaign_history_version FOREIGN KEY(version) REFERENCES campaign_versions (version)
);
CREATE TABLE link_taps (
	campaign_id TEXT NOT NULL, 
	action TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	mark BLOB NOT NULL, 
	CONSTRAINT pk_link_taps PRIMARY KEY (campaign_id, action, kind, mark), 
	CONSTRAINT fk_link_taps_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
)
 WITHOUT ROWID

;
CREATE TABLE day_reports (
	campaign_id TEXT NOT NULL, 
	day TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	sent_at BIGINT NOT NULL, 
	CONSTRAINT pk_day_reports PRIMARY KEY (campaign_id, day, org_id), 
	CONSTRAINT fk_day_reports_campaign_id_campaigns FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_day_reports_org_id_orgs FOREIGN KEY(org_id) REFERENCES orgs (id)
);
CREATE TABLE report_notices (
	campaign_id TEXT NOT NULL, 
	day TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	id TEXT NOT NULL, 
	since BIGINT NOT NULL, 
	due_at BIGINT, 
	sent_at BIGINT, 
	CONSTRAINT pk_report_notices PRIMARY KEY (campaign_id, day, actor), 
	CONSTRAINT fk_report_notices_campaign_id_campaigns FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
);
CREATE TABLE campaign_proposals (
	id TEXT NOT NULL, 
	act TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	text TEXT NOT NULL, 
	base_version TEXT, 
	actor TEXT NOT NULL, 
	org_id TEXT, 
	at BIGINT NOT NULL, 
	waiting_since BIGINT, 
	CONSTRAINT pk_campaign_proposals PRIMARY KEY (id), 
	CONSTRAINT fk_campaign_proposals_org_id FOREIGN KEY(org_id) REFERENCES orgs (id)
);
CREATE TABLE change_notices (
	id TEXT NOT NULL, 
	proposal TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	due_at BIGINT, 
	created_at BIGINT NOT NULL, title TEXT, reason BLOB, 
	CONSTRAINT pk_change_notices PRIMARY KEY (id), 
	CONSTRAINT uq_change_notices_proposal_kind_actor UNIQUE (proposal, kind, actor)
);
CREATE TABLE stored_files (
	id TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	address BLOB NOT NULL, 
	topic BLOB NOT NULL, 
	due_at BIGINT NOT NULL, 
	tries BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_stored_files PRIMARY KEY (id)
);
CREATE TABLE postcards (
	id TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	person_id TEXT, 
	slot TEXT NOT NULL, 
	day TEXT NOT NULL, 
	week TEXT NOT NULL, 
	counted BIGINT DEFAULT '1' NOT NULL, 
	org_id TEXT NOT NULL, 
	chapter_id TEXT NOT NULL, 
	state TEXT, 
	district TEXT, 
	language TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	status TEXT NOT NULL, 
	words BLOB, 
	signature BLOB, 
	mark BLOB, 
	written_at BIGINT NOT NULL, 
	counted_at BIGINT NOT NULL, 
	adds_person BIGINT DEFAULT '1' NOT NULL, 
	reviewed_at BIGINT, 
	reviewed_by TEXT, 
	reason TEXT, 
	printed_at BIGINT, 
	delivered_at BIGINT, 
	delete_at BIGINT, 
	removed_at BIGINT, 
	removed_as TEXT, 
	CONSTRAINT pk_postcards PRIMARY KEY (id), 
	CONSTRAINT fk_postcards_campaign_id_campaigns FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_postcards_person_id_people FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_postcards_org_id_orgs FOREIGN KEY(org_id) REFERENCES orgs (id), 
	CONSTRAINT fk_postcards_chapter_id_chapters FOREIGN KEY(chapter_id) REFERENCES chapters (id)
);
CREATE TABLE link_postcards (
	link_id TEXT NOT NULL, 
	postcard_id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	double_of TEXT, 
	delete_at BIGINT, added_person BIGINT, 
	CONSTRAINT pk_link_postcards PRIMARY KEY (link_id, postcard_id), 
	CONSTRAINT fk_link_postcards_link_id_links FOREIGN KEY(link_id) REFERENCES links (id), 
	CONSTRAINT fk_link_postcards_postcard_id_postcards FOREIGN KEY(postcard_id) REFERENCES postcards (id)
);
CREATE TABLE postcard_notices (
	id TEXT NOT NULL, 
	postcard_id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	due_at BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_postcard_notices PRIMARY KEY (id), 
	CONSTRAINT fk_postcard_notices_postcard_id_postcards FOREIGN KEY(postcard_id) REFERENCES postcards (id), 
	CONSTRAINT fk_postcard_notices_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE unsent_postcards (
	"key" BLOB NOT NULL, 
	account_key BLOB NOT NULL, 
	topic TEXT NOT NULL, 
	locked BLOB NOT NULL, 
	written_at BIGINT NOT NULL, 
	CONSTRAINT pk_unsent_postcards PRIMARY KEY ("key")
);
CREATE TABLE lost_role_notices (
	id TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	role TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	held BIGINT NOT NULL, 
	due_at BIGINT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_lost_role_notices PRIMARY KEY (id)
);
CREATE TABLE congress_updates (
	id BIGINT NOT NULL, 
	leased_until BIGINT, 
	done_at BIGINT, 
	failed_at BIGINT, 
	problem TEXT, 
	CONSTRAINT pk_congress_updates PRIMARY KEY (id)
);
CREATE TABLE state_editions (
	state TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	source TEXT NOT NULL, 
	bytes BIGINT NOT NULL, 
	loaded_at BIGINT NOT NULL, 
	CONSTRAINT pk_state_editions PRIMARY KEY (state)
)
 WITHOUT ROWID

;
CREATE TABLE state_members (
	id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	chamber TEXT NOT NULL, 
	district TEXT NOT NULL, 
	name TEXT NOT NULL, 
	last TEXT NOT NULL, 
	given TEXT NOT NULL, 
	left_at BIGINT, 
	CONSTRAINT pk_state_members PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE state_offices (
	id TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	phone TEXT, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_state_offices PRIMARY KEY (id), 
	CONSTRAINT fk_state_offices_member_id FOREIGN KEY(member_id) REFERENCES state_members (id)
)
 WITHOUT ROWID

;
CREATE TABLE committees (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_committees PRIMARY KEY (id)
);
CREATE TABLE terms (
	member_id TEXT NOT NULL, 
	begins TEXT NOT NULL, 
	ends TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	former BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	state TEXT NOT NULL, 
	district TEXT, 
	rank TEXT, 
	last TEXT, 
	given TEXT, 
	since TEXT, 
	offices TEXT NOT NULL, 
	CONSTRAINT pk_terms PRIMARY KEY (member_id, begins)
)
 WITHOUT ROWID

;
CREATE TABLE maps (
	congress BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	dated BIGINT NOT NULL, 
	changed TEXT, 
	loaded_at BIGINT NOT NULL, 
	CONSTRAINT pk_maps PRIMARY KEY (congress)
);
CREATE TABLE map_zips (
	congress BIGINT NOT NULL, 
	zip TEXT NOT NULL, 
	district TEXT NOT NULL, 
	share BIGINT NOT NULL, 
	CONSTRAINT pk_map_zips PRIMARY KEY (congress, zip, district), 
	CONSTRAINT fk_map_zips_congress FOREIGN KEY(congress) REFERENCES maps (congress)
)
 WITHOUT ROWID

;
CREATE TABLE seat_marks (
	seat TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	successor_id TEXT, 
	marked_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	holders TEXT NOT NULL, 
	CONSTRAINT pk_seat_marks PRIMARY KEY (seat)
);
CREATE TABLE counter_changes (
	campaign_id TEXT NOT NULL, 
	period TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	part BIGINT NOT NULL, 
	n BIGINT NOT NULL, 
	people BIGINT NOT NULL, 
	last_at BIGINT NOT NULL, 
	CONSTRAINT pk_counter_changes PRIMARY KEY (campaign_id, period, "by", scope, "key", part)
)
 WITHOUT ROWID

;
CREATE TABLE report_totals (
	campaign_id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	period TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	office TEXT NOT NULL, 
	place TEXT NOT NULL, 
	congress BIGINT NOT NULL, 
	ask TEXT NOT NULL, 
	value TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	CONSTRAINT pk_report_totals PRIMARY KEY (campaign_id, about, period, org_id, slot, office, place, congress, ask, value)
)
 WITHOUT ROWID

;
CREATE TABLE report_askers (
	person_id TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	period TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	place TEXT NOT NULL, 
	congress BIGINT NOT NULL, 
	ask TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	CONSTRAINT pk_report_askers PRIMARY KEY (person_id, campaign_id, org_id, period, slot, place, congress, ask), 
	CONSTRAINT fk_report_askers_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID

;
CREATE TABLE report_changes (
	campaign_id TEXT NOT NULL, 
	part BIGINT NOT NULL, 
	about TEXT NOT NULL, 
	period TEXT NOT NULL, 
	org_id TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	office TEXT NOT NULL, 
	place TEXT NOT NULL, 
	congress BIGINT NOT NULL, 
	ask TEXT NOT NULL, 
	value TEXT NOT NULL, 
	n BIGINT NOT NULL, 
	CONSTRAINT pk_report_changes PRIMARY KEY (campaign_id, part)
)
 WITHOUT ROWID

;
CREATE TABLE processes (
	id TEXT NOT NULL, 
	duties TEXT NOT NULL, 
	first_shard BIGINT, 
	last_shard BIGINT, 
	total_shards BIGINT, 
	serves_discord BIGINT NOT NULL, 
	is_keeper BIGINT NOT NULL, 
	sockets BIGINT NOT NULL, 
	foreign_sockets BIGINT NOT NULL, 
	started_at BIGINT NOT NULL, 
	leased_until BIGINT NOT NULL, keys TEXT, 
	CONSTRAINT pk_processes PRIMARY KEY (id)
);
CREATE TABLE turns (
	"key" BLOB NOT NULL, 
	free_at BIGINT NOT NULL, 
	blocked_until BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	CONSTRAINT pk_turns PRIMARY KEY ("key")
);
CREATE TABLE residents (
	chapter_id TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_residents PRIMARY KEY (chapter_id)
);
CREATE TABLE resident_changes (
	part BIGINT NOT NULL, 
	chapter_id TEXT NOT NULL, 
	profile BLOB, 
	n BIGINT NOT NULL, 
	CONSTRAINT pk_resident_changes PRIMARY KEY (part)
);
CREATE TABLE position_callers (
	person_id TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	ask TEXT NOT NULL, 
	position TEXT NOT NULL, 
	last_day TEXT NOT NULL, 
	CONSTRAINT pk_position_callers PRIMARY KEY (person_id, campaign_id, slot, ask, position), 
	CONSTRAINT fk_position_callers_person_id_people FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_counters_board ON counters (campaign_id, period, "by", scope, n);
CREATE INDEX ix_accounts_person_id ON accounts (person_id);
CREATE INDEX ix_calls_chapter_id_counted_at ON calls (campaign_id, chapter_id, counted_at) WHERE removed_at IS NULL AND counted = 1;
CREATE INDEX ix_calls_org_id_counted_at ON calls (campaign_id, org_id, counted_at) WHERE removed_at IS NULL AND counted = 1;
CREATE INDEX ix_calls_reference ON calls (reference);
CREATE INDEX ix_calls_state_counted_at ON calls (campaign_id, state, counted_at) WHERE removed_at IS NULL AND counted = 1;
CREATE UNIQUE INDEX uq_calls_slot_day ON calls (person_id, campaign_id, slot, day) WHERE removed_at IS NULL;
CREATE INDEX ix_audit_org_id_seq ON audit (org_id, seq);
CREATE INDEX ix_spaces_org_id ON spaces (org_id);
CREATE INDEX ix_links_person_id ON links (person_id);
CREATE INDEX ix_channels_space_key ON channels (space_key);
CREATE INDEX ix_alerts_org_id ON alerts (org_id);
CREATE INDEX ix_deliveries_channel_id ON deliveries (channel_id);
CREATE INDEX ix_deliveries_done ON deliveries (platform, done_at);
CREATE INDEX ix_deliveries_edit ON deliveries (edit_at);
CREATE INDEX ix_deliveries_due ON deliveries (platform, state, due_at);
CREATE INDEX ix_calls_office_logged_at ON calls (office, logged_at) WHERE removed_at IS NULL;
CREATE INDEX ix_reminders_due ON reminders (due_at);
CREATE INDEX ix_calls_district_counted_at ON calls (campaign_id, district, counted_at) WHERE removed_at IS NULL AND counted = 1;
CREATE INDEX ix_calls_person_id_entered_at ON calls (person_id, entered_at);
CREATE INDEX ix_notices_due_at ON notices (due_at);
CREATE INDEX ix_past_entries_expires_at ON past_entries (expires_at);
CREATE INDEX ix_name_notices_due_at ON name_notices (due_at);
CREATE INDEX ix_once_reminders_due ON once_reminders (due_at);
CREATE INDEX ix_once_reminders_account ON once_reminders (account_key);
CREATE INDEX ix_draft_conflicts_draft ON draft_conflicts (draft_id);
CREATE INDEX ix_report_notices_due_at ON report_notices (due_at);
CREATE INDEX ix_change_notices_due_at ON change_notices (due_at);
CREATE INDEX ix_stored_files_due_at ON stored_files (due_at);
CREATE INDEX ix_stored_files_topic ON stored_files (topic);
CREATE UNIQUE INDEX uq_postcards_slot ON postcards (person_id, campaign_id, slot) WHERE removed_at IS NULL;
CREATE INDEX ix_postcards_person_id ON postcards (person_id);
CREATE INDEX ix_postcards_reference ON postcards (reference);
CREATE INDEX ix_postcards_delete_at ON postcards (delete_at);
CREATE INDEX ix_postcards_campaign_id_org_id_status ON postcards (campaign_id, org_id, status);
CREATE INDEX ix_postcards_campaign_id_mark ON postcards (campaign_id, mark);
CREATE INDEX ix_postcard_notices_postcard_id ON postcard_notices (postcard_id);
CREATE INDEX ix_postcard_notices_person_id ON postcard_notices (person_id);
CREATE INDEX ix_postcard_notices_due_at ON postcard_notices (due_at);
CREATE INDEX ix_unsent_postcards_account_key ON unsent_postcards (account_key);
CREATE INDEX ix_unsent_postcards_written_at ON unsent_postcards (written_at);
CREATE INDEX ix_lost_role_notices_due_at ON lost_role_notices (due_at);
CREATE INDEX ix_state_members_state ON state_members (state);
CREATE INDEX ix_state_offices_member_id ON state_offices (member_id);
CREATE VIEW current_totals AS SELECT * FROM counters;
CREATE INDEX ix_report_totals_answers ON report_totals (campaign_id, slot, place, congress, ask, value, period, org_id) WHERE about = 'position' AND period < 'campaign';
CREATE INDEX ix_report_totals_empty ON report_totals (n) WHERE n = 0;
CREATE INDEX ix_report_askers_empty ON report_askers (n) WHERE n = 0;
CREATE VIEW report_lines AS
    
    SELECT id AS call_id, campaign_id, org_id, day, 'office' AS about, slot, office, 
        CASE slot WHEN 'representative' THEN coalesce(district, '')
            WHEN 'senator-1' THEN coalesce(state, '') WHEN 'senator-2' THEN coalesce(state, '') ELSE '' END
     AS place, 
        CASE WHEN slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN logged_at < 1798995600000000 THEN 119 WHEN logged_at < 1862154000000000 THEN 120 WHEN logged_at < 1925226000000000 THEN 121 WHEN logged_at < 1988384400000000 THEN 122 WHEN logged_at < 2051456400000000 THEN 123 WHEN logged_at < 2114614800000000 THEN 124 WHEN logged_at < 2177686800000000 THEN 125 WHEN logged_at < 2240845200000000 THEN 126 WHEN logged_at < 2303917200000000 THEN 127 WHEN logged_at < 2367075600000000 THEN 128 WHEN logged_at < 2430147600000000 THEN 129 WHEN logged_at < 2493306000000000 THEN 130 WHEN logged_at < 2556378000000000 THEN 131 WHEN logged_at < 2619536400000000 THEN 132 WHEN logged_at < 2682608400000000 THEN 133 WHEN logged_at < 2745766800000000 THEN 134 WHEN logged_at < 2808838800000000 THEN 135 WHEN logged_at < 2871997200000000 THEN 136 WHEN logged_at < 2935069200000000 THEN 137 WHEN logged_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
     AS congress, '' AS ask,
        outcome AS value
    FROM calls WHERE removed_at IS NULL

    UNION ALL
    SELECT id, campaign_id, org_id, day, 'position', slot, '', 
        CASE slot WHEN 'representative' THEN coalesce(district, '')
            WHEN 'senator-1' THEN coalesce(state, '') WHEN 'senator-2' THEN coalesce(state, '') ELSE '' END
     AS place, 
        CASE WHEN slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN logged_at < 1798995600000000 THEN 119 WHEN logged_at < 1862154000000000 THEN 120 WHEN logged_at < 1925226000000000 THEN 121 WHEN logged_at < 1988384400000000 THEN 122 WHEN logged_at < 2051456400000000 THEN 123 WHEN logged_at < 2114614800000000 THEN 124 WHEN logged_at < 2177686800000000 THEN 125 WHEN logged_at < 2240845200000000 THEN 126 WHEN logged_at < 2303917200000000 THEN 127 WHEN logged_at < 2367075600000000 THEN 128 WHEN logged_at < 2430147600000000 THEN 129 WHEN logged_at < 2493306000000000 THEN 130 WHEN logged_at < 2556378000000000 THEN 131 WHEN logged_at < 2619536400000000 THEN 132 WHEN logged_at < 2682608400000000 THEN 133 WHEN logged_at < 2745766800000000 THEN 134 WHEN logged_at < 2808838800000000 THEN 135 WHEN logged_at < 2871997200000000 THEN 136 WHEN logged_at < 2935069200000000 THEN 137 WHEN logged_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
     AS congress, ask, position
    FROM positions JOIN calls ON id = call_id WHERE removed_at IS NULL AND outcome = 'spoke';
CREATE VIEW report_asker_lines AS
    SELECT call_id, person_id, campaign_id, org_id, day, slot, 
        CASE slot WHEN 'representative' THEN coalesce(district, '')
            WHEN 'senator-1' THEN coalesce(state, '') WHEN 'senator-2' THEN coalesce(state, '') ELSE '' END
     AS place, 
        CASE WHEN slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN logged_at < 1798995600000000 THEN 119 WHEN logged_at < 1862154000000000 THEN 120 WHEN logged_at < 1925226000000000 THEN 121 WHEN logged_at < 1988384400000000 THEN 122 WHEN logged_at < 2051456400000000 THEN 123 WHEN logged_at < 2114614800000000 THEN 124 WHEN logged_at < 2177686800000000 THEN 125 WHEN logged_at < 2240845200000000 THEN 126 WHEN logged_at < 2303917200000000 THEN 127 WHEN logged_at < 2367075600000000 THEN 128 WHEN logged_at < 2430147600000000 THEN 129 WHEN logged_at < 2493306000000000 THEN 130 WHEN logged_at < 2556378000000000 THEN 131 WHEN logged_at < 2619536400000000 THEN 132 WHEN logged_at < 2682608400000000 THEN 133 WHEN logged_at < 2745766800000000 THEN 134 WHEN logged_at < 2808838800000000 THEN 135 WHEN logged_at < 2871997200000000 THEN 136 WHEN logged_at < 2935069200000000 THEN 137 WHEN logged_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
     AS congress, ask
    FROM positions JOIN calls ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND person_id IS NOT NULL;
CREATE VIEW report_postcard_lines AS
    SELECT campaign_id, 'postcard' AS about, org_id, slot, '' AS office, 
        CASE slot WHEN 'representative' THEN coalesce(district, '')
            WHEN 'senator-1' THEN coalesce(state, '') WHEN 'senator-2' THEN coalesce(state, '') ELSE '' END
     AS place, 
        CASE WHEN slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN written_at < 1798995600000000 THEN 119 WHEN written_at < 1862154000000000 THEN 120 WHEN written_at < 1925226000000000 THEN 121 WHEN written_at < 1988384400000000 THEN 122 WHEN written_at < 2051456400000000 THEN 123 WHEN written_at < 2114614800000000 THEN 124 WHEN written_at < 2177686800000000 THEN 125 WHEN written_at < 2240845200000000 THEN 126 WHEN written_at < 2303917200000000 THEN 127 WHEN written_at < 2367075600000000 THEN 128 WHEN written_at < 2430147600000000 THEN 129 WHEN written_at < 2493306000000000 THEN 130 WHEN written_at < 2556378000000000 THEN 131 WHEN written_at < 2619536400000000 THEN 132 WHEN written_at < 2682608400000000 THEN 133 WHEN written_at < 2745766800000000 THEN 134 WHEN written_at < 2808838800000000 THEN 135 WHEN written_at < 2871997200000000 THEN 136 WHEN written_at < 2935069200000000 THEN 137 WHEN written_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
     AS congress, '' AS ask,
        status AS value
    FROM postcards WHERE removed_at IS NULL;
CREATE TRIGGER report_calls_added AFTER INSERT ON calls WHEN NEW.removed_at IS NULL BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'office', 'campaign', NEW.org_id, NEW.slot, NEW.office, 
        CASE NEW.slot WHEN 'representative' THEN coalesce(NEW.district, '')
            WHEN 'senator-1' THEN coalesce(NEW.state, '') WHEN 'senator-2' THEN coalesce(NEW.state, '') ELSE '' END
    , 
        CASE WHEN NEW.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN NEW.logged_at < 1798995600000000 THEN 119 WHEN NEW.logged_at < 1862154000000000 THEN 120 WHEN NEW.logged_at < 1925226000000000 THEN 121 WHEN NEW.logged_at < 1988384400000000 THEN 122 WHEN NEW.logged_at < 2051456400000000 THEN 123 WHEN NEW.logged_at < 2114614800000000 THEN 124 WHEN NEW.logged_at < 2177686800000000 THEN 125 WHEN NEW.logged_at < 2240845200000000 THEN 126 WHEN NEW.logged_at < 2303917200000000 THEN 127 WHEN NEW.logged_at < 2367075600000000 THEN 128 WHEN NEW.logged_at < 2430147600000000 THEN 129 WHEN NEW.logged_at < 2493306000000000 THEN 130 WHEN NEW.logged_at < 2556378000000000 THEN 131 WHEN NEW.logged_at < 2619536400000000 THEN 132 WHEN NEW.logged_at < 2682608400000000 THEN 133 WHEN NEW.logged_at < 2745766800000000 THEN 134 WHEN NEW.logged_at < 2808838800000000 THEN 135 WHEN NEW.logged_at < 2871997200000000 THEN 136 WHEN NEW.logged_at < 2935069200000000 THEN 137 WHEN NEW.logged_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', NEW.outcome, 1), (NEW.campaign_id, 'office', NEW.day, NEW.org_id, NEW.slot, NEW.office, 
        CASE NEW.slot WHEN 'representative' THEN coalesce(NEW.district, '')
            WHEN 'senator-1' THEN coalesce(NEW.state, '') WHEN 'senator-2' THEN coalesce(NEW.state, '') ELSE '' END
    , 
        CASE WHEN NEW.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN NEW.logged_at < 1798995600000000 THEN 119 WHEN NEW.logged_at < 1862154000000000 THEN 120 WHEN NEW.logged_at < 1925226000000000 THEN 121 WHEN NEW.logged_at < 1988384400000000 THEN 122 WHEN NEW.logged_at < 2051456400000000 THEN 123 WHEN NEW.logged_at < 2114614800000000 THEN 124 WHEN NEW.logged_at < 2177686800000000 THEN 125 WHEN NEW.logged_at < 2240845200000000 THEN 126 WHEN NEW.logged_at < 2303917200000000 THEN 127 WHEN NEW.logged_at < 2367075600000000 THEN 128 WHEN NEW.logged_at < 2430147600000000 THEN 129 WHEN NEW.logged_at < 2493306000000000 THEN 130 WHEN NEW.logged_at < 2556378000000000 THEN 131 WHEN NEW.logged_at < 2619536400000000 THEN 132 WHEN NEW.logged_at < 2682608400000000 THEN 133 WHEN NEW.logged_at < 2745766800000000 THEN 134 WHEN NEW.logged_at < 2808838800000000 THEN 135 WHEN NEW.logged_at < 2871997200000000 THEN 136 WHEN NEW.logged_at < 2935069200000000 THEN 137 WHEN NEW.logged_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', NEW.outcome, 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_calls_before BEFORE UPDATE ON calls WHEN OLD.campaign_id IS NOT NEW.campaign_id OR OLD.person_id IS NOT NEW.person_id OR OLD.org_id IS NOT NEW.org_id OR OLD.day IS NOT NEW.day OR OLD.slot IS NOT NEW.slot OR OLD.office IS NOT NEW.office OR OLD.state IS NOT NEW.state OR OLD.district IS NOT NEW.district OR OLD.outcome IS NOT NEW.outcome OR OLD.logged_at IS NOT NEW.logged_at OR OLD.adds_person IS NOT NEW.adds_person OR OLD.removed_at IS NOT NEW.removed_at BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, -1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = OLD.id AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        UPDATE report_askers SET n = report_askers.n - 1
        FROM (SELECT * FROM report_asker_lines WHERE call_id = OLD.id) AS lines
        WHERE report_askers.person_id = lines.person_id AND report_askers.campaign_id = lines.campaign_id AND report_askers.slot = lines.slot AND report_askers.place = lines.place AND report_askers.congress = lines.congress AND report_askers.ask = lines.ask AND report_askers.period IN ('campaign', lines.day) AND report_askers.org_id IN ('', lines.org_id)
    ; END;
CREATE TRIGGER report_calls_after AFTER UPDATE ON calls WHEN OLD.campaign_id IS NOT NEW.campaign_id OR OLD.person_id IS NOT NEW.person_id OR OLD.org_id IS NOT NEW.org_id OR OLD.day IS NOT NEW.day OR OLD.slot IS NOT NEW.slot OR OLD.office IS NOT NEW.office OR OLD.state IS NOT NEW.state OR OLD.district IS NOT NEW.district OR OLD.outcome IS NOT NEW.outcome OR OLD.logged_at IS NOT NEW.logged_at OR OLD.adds_person IS NOT NEW.adds_person OR OLD.removed_at IS NOT NEW.removed_at BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, 1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = NEW.id AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        INSERT INTO report_askers (person_id, campaign_id, org_id, period, slot, place, congress, ask, n)
        SELECT person_id, campaign_id, CASE WHEN everywhere = 1 THEN '' ELSE org_id END, CASE WHEN whole <> '' THEN whole ELSE day END, slot, place, congress, ask, 1 FROM report_asker_lines CROSS JOIN (SELECT 'campaign' AS whole UNION ALL SELECT '') AS periods CROSS JOIN (SELECT 0 AS everywhere UNION ALL SELECT 1) AS scopes WHERE call_id = NEW.id
        ON CONFLICT (person_id, campaign_id, org_id, period, slot, place, congress, ask) DO UPDATE SET n = report_askers.n + 1
    ; END;
CREATE TRIGGER report_calls_dropped BEFORE DELETE ON calls BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, -1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = OLD.id AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        UPDATE report_askers SET n = report_askers.n - 1
        FROM (SELECT * FROM report_asker_lines WHERE call_id = OLD.id) AS lines
        WHERE report_askers.person_id = lines.person_id AND report_askers.campaign_id = lines.campaign_id AND report_askers.slot = lines.slot AND report_askers.place = lines.place AND report_askers.congress = lines.congress AND report_askers.ask = lines.ask AND report_askers.period IN ('campaign', lines.day) AND report_askers.org_id IN ('', lines.org_id)
    ; END;
CREATE TRIGGER report_positions_added AFTER INSERT ON positions BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, 1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = NEW.call_id AND about = 'position' AND ask = NEW.ask AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        INSERT INTO report_askers (person_id, campaign_id, org_id, period, slot, place, congress, ask, n)
        SELECT person_id, campaign_id, CASE WHEN everywhere = 1 THEN '' ELSE org_id END, CASE WHEN whole <> '' THEN whole ELSE day END, slot, place, congress, ask, 1 FROM report_asker_lines CROSS JOIN (SELECT 'campaign' AS whole UNION ALL SELECT '') AS periods CROSS JOIN (SELECT 0 AS everywhere UNION ALL SELECT 1) AS scopes WHERE call_id = NEW.call_id AND ask = NEW.ask
        ON CONFLICT (person_id, campaign_id, org_id, period, slot, place, congress, ask) DO UPDATE SET n = report_askers.n + 1
    ; END;
CREATE TRIGGER report_positions_before BEFORE UPDATE ON positions BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, -1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = OLD.call_id AND about = 'position' AND ask = OLD.ask AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        UPDATE report_askers SET n = report_askers.n - 1
        FROM (SELECT * FROM report_asker_lines WHERE call_id = OLD.call_id AND ask = OLD.ask) AS lines
        WHERE report_askers.person_id = lines.person_id AND report_askers.campaign_id = lines.campaign_id AND report_askers.slot = lines.slot AND report_askers.place = lines.place AND report_askers.congress = lines.congress AND report_askers.ask = lines.ask AND report_askers.period IN ('campaign', lines.day) AND report_askers.org_id IN ('', lines.org_id)
    ; END;
CREATE TRIGGER report_positions_after AFTER UPDATE ON positions BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, 1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = NEW.call_id AND about = 'position' AND ask = NEW.ask AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        INSERT INTO report_askers (person_id, campaign_id, org_id, period, slot, place, congress, ask, n)
        SELECT person_id, campaign_id, CASE WHEN everywhere = 1 THEN '' ELSE org_id END, CASE WHEN whole <> '' THEN whole ELSE day END, slot, place, congress, ask, 1 FROM report_asker_lines CROSS JOIN (SELECT 'campaign' AS whole UNION ALL SELECT '') AS periods CROSS JOIN (SELECT 0 AS everywhere UNION ALL SELECT 1) AS scopes WHERE call_id = NEW.call_id AND ask = NEW.ask
        ON CONFLICT (person_id, campaign_id, org_id, period, slot, place, congress, ask) DO UPDATE SET n = report_askers.n + 1
    ; END;
CREATE TRIGGER report_positions_dropped BEFORE DELETE ON positions BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) 
    SELECT campaign_id, CASE WHEN summed = 1 THEN 'answer' ELSE about END, CASE WHEN whole <> '' THEN whole ELSE day END, CASE WHEN summed = 1 THEN '' ELSE org_id END, slot, office, place, congress, ask, value, -1
    FROM report_lines CROSS JOIN (SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans WHERE call_id = OLD.call_id AND about = 'position' AND ask = OLD.ask AND (summed = 0 OR about = 'position')
 ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; 
        UPDATE report_askers SET n = report_askers.n - 1
        FROM (SELECT * FROM report_asker_lines WHERE call_id = OLD.call_id AND ask = OLD.ask) AS lines
        WHERE report_askers.person_id = lines.person_id AND report_askers.campaign_id = lines.campaign_id AND report_askers.slot = lines.slot AND report_askers.place = lines.place AND report_askers.congress = lines.congress AND report_askers.ask = lines.ask AND report_askers.period IN ('campaign', lines.day) AND report_askers.org_id IN ('', lines.org_id)
    ; END;
CREATE TRIGGER report_askers_added AFTER INSERT ON report_askers BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'asked', NEW.period, NEW.org_id, NEW.slot, '', NEW.place, NEW.congress, NEW.ask, '', 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_askers_dropped AFTER DELETE ON report_askers BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (OLD.campaign_id, 'asked', OLD.period, OLD.org_id, OLD.slot, '', OLD.place, OLD.congress, OLD.ask, '', -1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_askers_emptied AFTER UPDATE ON report_askers WHEN NEW.n = 0 BEGIN DELETE FROM report_askers WHERE person_id = NEW.person_id AND campaign_id = NEW.campaign_id AND org_id = NEW.org_id AND period = NEW.period AND slot = NEW.slot AND place = NEW.place AND congress = NEW.congress AND ask = NEW.ask; END;
CREATE TRIGGER report_totals_emptied AFTER UPDATE ON report_totals WHEN NEW.n = 0 BEGIN DELETE FROM report_totals WHERE campaign_id = NEW.campaign_id AND about = NEW.about AND period = NEW.period AND org_id = NEW.org_id AND slot = NEW.slot AND office = NEW.office AND place = NEW.place AND congress = NEW.congress AND ask = NEW.ask AND value = NEW.value; END;
CREATE TRIGGER report_postcards_added AFTER INSERT ON postcards WHEN NEW.removed_at IS NULL BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'postcard', 'campaign', NEW.org_id, NEW.slot, '', 
        CASE NEW.slot WHEN 'representative' THEN coalesce(NEW.district, '')
            WHEN 'senator-1' THEN coalesce(NEW.state, '') WHEN 'senator-2' THEN coalesce(NEW.state, '') ELSE '' END
    , 
        CASE WHEN NEW.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN NEW.written_at < 1798995600000000 THEN 119 WHEN NEW.written_at < 1862154000000000 THEN 120 WHEN NEW.written_at < 1925226000000000 THEN 121 WHEN NEW.written_at < 1988384400000000 THEN 122 WHEN NEW.written_at < 2051456400000000 THEN 123 WHEN NEW.written_at < 2114614800000000 THEN 124 WHEN NEW.written_at < 2177686800000000 THEN 125 WHEN NEW.written_at < 2240845200000000 THEN 126 WHEN NEW.written_at < 2303917200000000 THEN 127 WHEN NEW.written_at < 2367075600000000 THEN 128 WHEN NEW.written_at < 2430147600000000 THEN 129 WHEN NEW.written_at < 2493306000000000 THEN 130 WHEN NEW.written_at < 2556378000000000 THEN 131 WHEN NEW.written_at < 2619536400000000 THEN 132 WHEN NEW.written_at < 2682608400000000 THEN 133 WHEN NEW.written_at < 2745766800000000 THEN 134 WHEN NEW.written_at < 2808838800000000 THEN 135 WHEN NEW.written_at < 2871997200000000 THEN 136 WHEN NEW.written_at < 2935069200000000 THEN 137 WHEN NEW.written_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', NEW.status, 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_postcards_left AFTER UPDATE ON postcards WHEN OLD.removed_at IS NULL AND (OLD.campaign_id IS NOT NEW.campaign_id OR OLD.org_id IS NOT NEW.org_id OR OLD.slot IS NOT NEW.slot OR OLD.state IS NOT NEW.state OR OLD.district IS NOT NEW.district OR OLD.written_at IS NOT NEW.written_at OR OLD.status IS NOT NEW.status OR OLD.removed_at IS NOT NEW.removed_at) BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (OLD.campaign_id, 'postcard', 'campaign', OLD.org_id, OLD.slot, '', 
        CASE OLD.slot WHEN 'representative' THEN coalesce(OLD.district, '')
            WHEN 'senator-1' THEN coalesce(OLD.state, '') WHEN 'senator-2' THEN coalesce(OLD.state, '') ELSE '' END
    , 
        CASE WHEN OLD.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN OLD.written_at < 1798995600000000 THEN 119 WHEN OLD.written_at < 1862154000000000 THEN 120 WHEN OLD.written_at < 1925226000000000 THEN 121 WHEN OLD.written_at < 1988384400000000 THEN 122 WHEN OLD.written_at < 2051456400000000 THEN 123 WHEN OLD.written_at < 2114614800000000 THEN 124 WHEN OLD.written_at < 2177686800000000 THEN 125 WHEN OLD.written_at < 2240845200000000 THEN 126 WHEN OLD.written_at < 2303917200000000 THEN 127 WHEN OLD.written_at < 2367075600000000 THEN 128 WHEN OLD.written_at < 2430147600000000 THEN 129 WHEN OLD.written_at < 2493306000000000 THEN 130 WHEN OLD.written_at < 2556378000000000 THEN 131 WHEN OLD.written_at < 2619536400000000 THEN 132 WHEN OLD.written_at < 2682608400000000 THEN 133 WHEN OLD.written_at < 2745766800000000 THEN 134 WHEN OLD.written_at < 2808838800000000 THEN 135 WHEN OLD.written_at < 2871997200000000 THEN 136 WHEN OLD.written_at < 2935069200000000 THEN 137 WHEN OLD.written_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', OLD.status, -1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_postcards_changed AFTER UPDATE ON postcards WHEN NEW.removed_at IS NULL AND (OLD.campaign_id IS NOT NEW.campaign_id OR OLD.org_id IS NOT NEW.org_id OR OLD.slot IS NOT NEW.slot OR OLD.state IS NOT NEW.state OR OLD.district IS NOT NEW.district OR OLD.written_at IS NOT NEW.written_at OR OLD.status IS NOT NEW.status OR OLD.removed_at IS NOT NEW.removed_at) BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'postcard', 'campaign', NEW.org_id, NEW.slot, '', 
        CASE NEW.slot WHEN 'representative' THEN coalesce(NEW.district, '')
            WHEN 'senator-1' THEN coalesce(NEW.state, '') WHEN 'senator-2' THEN coalesce(NEW.state, '') ELSE '' END
    , 
        CASE WHEN NEW.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN NEW.written_at < 1798995600000000 THEN 119 WHEN NEW.written_at < 1862154000000000 THEN 120 WHEN NEW.written_at < 1925226000000000 THEN 121 WHEN NEW.written_at < 1988384400000000 THEN 122 WHEN NEW.written_at < 2051456400000000 THEN 123 WHEN NEW.written_at < 2114614800000000 THEN 124 WHEN NEW.written_at < 2177686800000000 THEN 125 WHEN NEW.written_at < 2240845200000000 THEN 126 WHEN NEW.written_at < 2303917200000000 THEN 127 WHEN NEW.written_at < 2367075600000000 THEN 128 WHEN NEW.written_at < 2430147600000000 THEN 129 WHEN NEW.written_at < 2493306000000000 THEN 130 WHEN NEW.written_at < 2556378000000000 THEN 131 WHEN NEW.written_at < 2619536400000000 THEN 132 WHEN NEW.written_at < 2682608400000000 THEN 133 WHEN NEW.written_at < 2745766800000000 THEN 134 WHEN NEW.written_at < 2808838800000000 THEN 135 WHEN NEW.written_at < 2871997200000000 THEN 136 WHEN NEW.written_at < 2935069200000000 THEN 137 WHEN NEW.written_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', NEW.status, 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER report_postcards_dropped AFTER DELETE ON postcards WHEN OLD.removed_at IS NULL BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (OLD.campaign_id, 'postcard', 'campaign', OLD.org_id, OLD.slot, '', 
        CASE OLD.slot WHEN 'representative' THEN coalesce(OLD.district, '')
            WHEN 'senator-1' THEN coalesce(OLD.state, '') WHEN 'senator-2' THEN coalesce(OLD.state, '') ELSE '' END
    , 
        CASE WHEN OLD.slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE WHEN OLD.written_at < 1798995600000000 THEN 119 WHEN OLD.written_at < 1862154000000000 THEN 120 WHEN OLD.written_at < 1925226000000000 THEN 121 WHEN OLD.written_at < 1988384400000000 THEN 122 WHEN OLD.written_at < 2051456400000000 THEN 123 WHEN OLD.written_at < 2114614800000000 THEN 124 WHEN OLD.written_at < 2177686800000000 THEN 125 WHEN OLD.written_at < 2240845200000000 THEN 126 WHEN OLD.written_at < 2303917200000000 THEN 127 WHEN OLD.written_at < 2367075600000000 THEN 128 WHEN OLD.written_at < 2430147600000000 THEN 129 WHEN OLD.written_at < 2493306000000000 THEN 130 WHEN OLD.written_at < 2556378000000000 THEN 131 WHEN OLD.written_at < 2619536400000000 THEN 132 WHEN OLD.written_at < 2682608400000000 THEN 133 WHEN OLD.written_at < 2745766800000000 THEN 134 WHEN OLD.written_at < 2808838800000000 THEN 135 WHEN OLD.written_at < 2871997200000000 THEN 136 WHEN OLD.written_at < 2935069200000000 THEN 137 WHEN OLD.written_at < 2998227600000000 THEN 138 ELSE 139 END ELSE 0 END
    , '', OLD.status, -1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER residents_added AFTER INSERT ON people WHEN NEW.suspended_at IS NULL BEGIN INSERT INTO resident_changes (part, chapter_id, profile, n) VALUES (random(), coalesce(coalesce(NEW.chapter_id, NEW.mapped_chapter_id), ''), NEW.profile, 1); END;
CREATE TRIGGER residents_left AFTER UPDATE ON people WHEN OLD.suspended_at IS NULL AND (OLD.profile IS NOT NEW.profile OR coalesce(OLD.chapter_id, OLD.mapped_chapter_id) IS NOT coalesce(NEW.chapter_id, NEW.mapped_chapter_id) OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)) BEGIN INSERT INTO resident_changes (part, chapter_id, profile, n) VALUES (random(), coalesce(coalesce(OLD.chapter_id, OLD.mapped_chapter_id), ''), OLD.profile, -1); END;
CREATE TRIGGER residents_moved AFTER UPDATE ON people WHEN NEW.suspended_at IS NULL AND (OLD.profile IS NOT NEW.profile OR coalesce(OLD.chapter_id, OLD.mapped_chapter_id) IS NOT coalesce(NEW.chapter_id, NEW.mapped_chapter_id) OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)) BEGIN INSERT INTO resident_changes (part, chapter_id, profile, n) VALUES (random(), coalesce(coalesce(NEW.chapter_id, NEW.mapped_chapter_id), ''), NEW.profile, 1); END;
CREATE TRIGGER residents_dropped AFTER DELETE ON people WHEN OLD.suspended_at IS NULL BEGIN INSERT INTO resident_changes (part, chapter_id, profile, n) VALUES (random(), coalesce(coalesce(OLD.chapter_id, OLD.mapped_chapter_id), ''), OLD.profile, -1); END;
CREATE TRIGGER mapped_unmapped AFTER DELETE ON chapter_maps BEGIN UPDATE people SET mapped_chapter_id = NULL WHERE mapped_chapter_id = OLD.chapter_id; END;
CREATE TRIGGER mapped_remapped AFTER UPDATE ON chapter_maps WHEN OLD.chapter_id <> NEW.chapter_id BEGIN UPDATE people SET mapped_chapter_id = NULL WHERE mapped_chapter_id = OLD.chapter_id; END;
CREATE TRIGGER mapped_hidden AFTER UPDATE ON chapters WHEN (NEW.archived_at IS NOT NULL OR OLD.org_id <> NEW.org_id) BEGIN UPDATE people SET mapped_chapter_id = NULL WHERE mapped_chapter_id = OLD.id; END;
CREATE TRIGGER mapped_unlinked AFTER UPDATE ON spaces WHEN coalesce(OLD.org_id, '') <> coalesce(NEW.org_id, '') BEGIN UPDATE people SET mapped_chapter_id = NULL WHERE mapped_chapter_id IN (SELECT chapter_id FROM chapter_maps WHERE space_key = OLD.key); END;
CREATE INDEX ix_report_changes_known ON report_changes (campaign_id, slot) WHERE about = 'known';
CREATE TRIGGER known_calls AFTER UPDATE ON calls WHEN OLD.person_id IS NOT NEW.person_id OR OLD.campaign_id IS NOT NEW.campaign_id OR OLD.slot IS NOT NEW.slot OR OLD.day IS NOT NEW.day OR OLD.outcome IS NOT NEW.outcome OR OLD.adds_person IS NOT NEW.adds_person OR OLD.removed_at IS NOT NEW.removed_at BEGIN 
        DELETE FROM position_callers WHERE person_id = OLD.person_id AND campaign_id = OLD.campaign_id AND slot = OLD.slot;
        INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day) 
    SELECT person_id, campaign_id, slot, ask, position, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND person_id = OLD.person_id AND campaign_id = OLD.campaign_id AND slot = OLD.slot
    GROUP BY person_id, campaign_id, slot, ask, position

        ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day;
     
        DELETE FROM position_callers WHERE person_id = NEW.person_id AND campaign_id = NEW.campaign_id AND slot = NEW.slot;
        INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day) 
    SELECT person_id, campaign_id, slot, ask, position, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND person_id = NEW.person_id AND campaign_id = NEW.campaign_id AND slot = NEW.slot
    GROUP BY person_id, campaign_id, slot, ask, position

        ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day;
     END;
CREATE TRIGGER known_answer_added AFTER INSERT ON positions  BEGIN 
    INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day)
    SELECT person_id, campaign_id, slot, NEW.ask, NEW.position, day FROM calls
    WHERE id = NEW.call_id AND person_id IS NOT NULL AND removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1
        AND NEW.position <> 'no_answer'
    ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day
        WHERE excluded.last_day > position_callers.last_day;
 END;
CREATE TRIGGER known_answer_changed AFTER UPDATE ON positions  BEGIN 
        DELETE FROM position_callers WHERE person_id = (SELECT person_id FROM calls WHERE id = OLD.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = OLD.call_id) AND slot = (SELECT slot FROM calls WHERE id = OLD.call_id);
        INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day) 
    SELECT person_id, campaign_id, slot, ask, position, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND person_id = (SELECT person_id FROM calls WHERE id = OLD.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = OLD.call_id) AND slot = (SELECT slot FROM calls WHERE id = OLD.call_id)
    GROUP BY person_id, campaign_id, slot, ask, position

        ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day;
     
        DELETE FROM position_callers WHERE person_id = (SELECT person_id FROM calls WHERE id = NEW.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = NEW.call_id) AND slot = (SELECT slot FROM calls WHERE id = NEW.call_id);
        INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day) 
    SELECT person_id, campaign_id, slot, ask, position, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND person_id = (SELECT person_id FROM calls WHERE id = NEW.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = NEW.call_id) AND slot = (SELECT slot FROM calls WHERE id = NEW.call_id)
    GROUP BY person_id, campaign_id, slot, ask, position

        ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day;
     END;
CREATE TRIGGER known_answer_dropped AFTER DELETE ON positions  BEGIN 
        DELETE FROM position_callers WHERE person_id = (SELECT person_id FROM calls WHERE id = OLD.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = OLD.call_id) AND slot = (SELECT slot FROM calls WHERE id = OLD.call_id);
        INSERT INTO position_callers (person_id, campaign_id, slot, ask, position, last_day) 
    SELECT person_id, campaign_id, slot, ask, position, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND person_id = (SELECT person_id FROM calls WHERE id = OLD.call_id) AND campaign_id = (SELECT campaign_id FROM calls WHERE id = OLD.call_id) AND slot = (SELECT slot FROM calls WHERE id = OLD.call_id)
    GROUP BY person_id, campaign_id, slot, ask, position

        ON CONFLICT (person_id, campaign_id, slot, ask, position) DO UPDATE SET last_day = excluded.last_day;
     END;
CREATE TRIGGER known_caller_added AFTER INSERT ON position_callers  BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'known', NEW.last_day, '', NEW.slot, '', '', 0, NEW.ask, NEW.position, 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER known_caller_changed AFTER UPDATE ON position_callers  BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (OLD.campaign_id, 'known', OLD.last_day, '', OLD.slot, '', '', 0, OLD.ask, OLD.position, -1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (NEW.campaign_id, 'known', NEW.last_day, '', NEW.slot, '', '', 0, NEW.ask, NEW.position, 1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
CREATE TRIGGER known_caller_dropped AFTER DELETE ON position_callers  BEGIN INSERT INTO report_totals (campaign_id, about, period, org_id, slot, office, place, congress, ask, value, n) VALUES (OLD.campaign_id, 'known', OLD.last_day, '', OLD.slot, '', '', 0, OLD.ask, OLD.position, -1) ON CONFLICT (campaign_id, about, period, org_id, slot, office, place, congress, ask, value) DO UPDATE SET n = n + excluded.n; END;
INSERT INTO alembic_version VALUES ('0051');
COMMIT;
